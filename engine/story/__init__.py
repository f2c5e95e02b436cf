"""Story: a storyboard becomes shots of certain lengths, framings, camera moves and joints."""
