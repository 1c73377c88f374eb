"""A worker for programs in other languages: requests in, responses out, one JSON object a line."""
