/** The light beside a camera, as far as the platform tells of it; not in TypeScript's words yet. */
interface TorchCapabilities extends MediaTrackCapabilities {
  torch?: boolean;
}

/** Whether the track's camera has a light that can be turned on. */
export function hasTorch(track: MediaStreamTrack): boolean {
  return 'getCapabilities' in track && (track.getCapabilities() as TorchCapabilities).torch === true;
}

/** Turns the light on or off; false when the camera would not. */
export async function setTorch(track: MediaStreamTrack, on: boolean): Promise<boolean> {
  try {
    await track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
    return true;
  } catch {
    return false;
  }
}
