"""Pages for citizens, rendered here, working without JavaScript and outside assets."""
