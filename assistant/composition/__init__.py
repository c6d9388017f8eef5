"""From parts to cited statements, without a language model. Pure."""
