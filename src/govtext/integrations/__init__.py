"""govtext inside other libraries; each module imports the library it is for."""
