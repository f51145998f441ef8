-- When the session's person last proved who they are: dangerous acts ask for it again after a while.
ALTER TABLE signin.session ADD COLUMN proved_at timestamptz NOT NULL DEFAULT 'epoch';
