// Whether a file is a picture that Reverie reads, by how it begins: its name and its type may say anything.

const BEGINNINGS = [
  /^\xff\xd8\xff/, // JPEG
  /^\x89PNG/,
  /^GIF8/,
  /^RIFF[^]{4}WEBP/,
  /^[^]{4}ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif|avis)/, // HEIF, AVIF
  /^(II\*\0|MM\0\*)/, // TIFF
  /^BM/,
];
const LONGEST_BEGINNING = 12;

export async function isPicture(file) {
  const bytes = new Uint8Array(await file.slice(0, LONGEST_BEGINNING).arrayBuffer());
  const beginning = String.fromCharCode(...bytes);
  return BEGINNINGS.some((one) => one.test(beginning));
}
