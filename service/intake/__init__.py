"""Notes, chats, mails and posts become the draft of a brief: what is said where, what contradicts what, what nobody has said yet."""
