"""The part of Linear's real schema that queries are judged by, and the tool that cuts it out."""
