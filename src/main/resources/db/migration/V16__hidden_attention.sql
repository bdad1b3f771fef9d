-- Reasons for a person to look that a heavier one hides. Empty in what came before: there a hidden one was forgotten.
ALTER TABLE dispute ADD COLUMN attention_hidden text[] NOT NULL DEFAULT '{}';
