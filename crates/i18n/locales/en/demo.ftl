### The sample data and the welcome.
