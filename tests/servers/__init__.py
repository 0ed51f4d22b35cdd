"""What answers on a wire: stores, local services and broken ones, and the bot as a process."""
