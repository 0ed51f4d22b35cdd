"""The methods of the Web API, one module a family; each exports its part of the routes."""
