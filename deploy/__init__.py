"""What runs Alliance: engines for one machine, process layout, packaging."""
