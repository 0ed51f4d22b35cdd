"""The reader of summary documents, held to documents and what they say."""
