"""The whole sandbox as real processes, driven through its page as a newcomer would."""
