"""How fast an answer comes, as ratios beside the same work done barely, in the same run."""
