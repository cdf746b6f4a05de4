"""The shape of requests and answers: what is not declared here neither comes in nor goes out."""
