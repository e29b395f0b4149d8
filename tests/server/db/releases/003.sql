-- Details of products, pictures, the line-up, a viewer's own limit.
UPDATE products SET care = '30°', maker = 'Tessitura Sole', search = 'camicia di lino', version = 4 WHERE id = 'product_a';
INSERT INTO images (id, product_id, position, alt, width, height, created_at) VALUES
  ('image_a', 'product_a', 0, 'Una camicia bianca', 960, 1200, 1700000000000);
INSERT INTO line_up (room_id, product_id, position) VALUES ('room_a', 'product_a', 0);
UPDATE rooms SET pinned_product_id = 'product_a';
INSERT INTO viewer_caps (device_id, cents, next_cents, next_at) VALUES ('device_a', 10000, NULL, 1700090000000);
