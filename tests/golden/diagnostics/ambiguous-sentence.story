// Two properties are told in the same words.
Use likes.
Ann is a woman. Ben is a man.
Ann likes Ben.
