"""The shape of requests and of answers: what is not declared here neither comes in nor goes out."""
