// The pictures' files, which never change. A path names an image and one of its files, or leads nowhere. Rules: IMG-5.
import express, { type Router } from 'express';
import * as v from 'valibot';
import { imageWidths } from '../../shared/shop.ts';
import { AppError } from '../errors.ts';
import type { Images } from '../shop/images.ts';

const imageId = v.pipe(v.string(), v.regex(/^image_[0-9a-z]{20}$/));
const fileName = v.picklist(imageWidths.flatMap((width) => [`${width}.avif`, `${width}.webp`]));

export const imageRoutes = ({ folder }: Images): Router => {
  const router = express.Router();
  router.get('/images/:id/:file', (req, res) => {
    const { id, file } = req.params;
    if (!v.is(imageId, id) || !v.is(fileName, file)) throw new AppError('not_found');
    res.sendFile(`${id}/${file}`, { root: folder, immutable: true, maxAge: '1y' });
  });
  return router;
};
