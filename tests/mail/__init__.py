"""Letters: the queue, the ways out, the postman."""
