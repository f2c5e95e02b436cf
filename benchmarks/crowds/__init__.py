"""People in front of the chats: who they are, what they send, and what they see."""
