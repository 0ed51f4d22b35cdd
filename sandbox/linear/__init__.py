"""The local Linear: a workspace in memory behind Linear's GraphQL interface."""
