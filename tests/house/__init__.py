"""Rules of the house, each as a test: documents, manifests, names and sizes."""
