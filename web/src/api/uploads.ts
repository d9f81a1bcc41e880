import { upload } from './client';
import type { UploadedImage } from './schema';

/** Sends a picture; its address on this server. The same picture has the same address, so sending it twice is harmless. */
export async function uploadImage(file: Blob, onProgress: (share: number) => void, signal: AbortSignal): Promise<string> {
  const { image_url: address } = await upload<UploadedImage>('/uploads/images', file, onProgress, signal);
  return address;
}
