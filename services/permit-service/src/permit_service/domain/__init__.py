"""What is true of services, applications and licences."""
