"""The shape of requests and answers. Lengths and meaning are decided in `decisions`; unknown fields are refused."""
