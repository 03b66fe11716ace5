"""The widgets. They show things and announce what the agent did; screens decide what happens then."""
