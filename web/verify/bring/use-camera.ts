import { onMounted, onScopeDispose, ref, type ShallowRef } from 'vue';
import { hasTorch, setTorch } from './torch.js';

export type CameraFault =
  | 'camera-refused'
  | 'camera-missing'
  | 'camera-insecure'
  | 'camera-busy'
  | 'camera-lost'
  | 'reader-missing';

const BETWEEN_FRAMES = 120;

/** Watches the back camera through `video` until a QR code is seen; then stops the camera and hands over the texts of that frame. */
export function useCamera(video: Readonly<ShallowRef<HTMLVideoElement | null>>, found: (texts: string[]) => void) {
  const running = ref(false);
  const fault = ref<CameraFault>();
  /** Whether the camera has a light, and whether it is on. */
  const torch = ref<'none' | 'off' | 'on'>('none');
  let stream: MediaStream | undefined;
  let round = 0;

  function stop(): void {
    round += 1;
    running.value = false;
    torch.value = 'none';
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    if (video.value) video.value.srcObject = null;
  }

  async function start(): Promise<void> {
    stop();
    const own = round;
    fault.value = undefined;
    if (!navigator.mediaDevices?.getUserMedia) {
      fault.value = 'camera-insecure';
      return;
    }
    running.value = true;
    try {
      const reading = import('../../kit/qr-reader.js');
      reading.catch(() => undefined);
      const opened = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
      });
      if (own !== round || !video.value) {
        for (const track of opened.getTracks()) track.stop();
        return;
      }
      stream = opened;
      attend(opened);
      video.value.srcObject = opened;
      await video.value.play();
      const { readQrCodes } = await reading;
      await watch(own, readQrCodes);
    } catch (error) {
      if (own !== round) return;
      stop();
      fault.value = faultOf(error);
    }
  }

  /** Looks for a light, and hears when the camera is unplugged or taken away. */
  function attend(opened: MediaStream): void {
    const track = opened.getVideoTracks()[0];
    if (!track) return;
    if (hasTorch(track)) torch.value = 'off';
    track.addEventListener('ended', () => {
      if (stream !== opened) return;
      stop();
      fault.value = 'camera-lost';
    });
  }

  async function watch(own: number, read: (source: HTMLVideoElement) => Promise<string[]>): Promise<void> {
    while (own === round && video.value) {
      const texts = video.value.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? await read(video.value) : [];
      if (own !== round) return;
      if (texts.length > 0) {
        stop();
        found(texts);
        return;
      }
      await new Promise((resume) => setTimeout(resume, BETWEEN_FRAMES));
    }
  }

  async function switchTorch(): Promise<void> {
    const track = stream?.getVideoTracks()[0];
    if (!track || torch.value === 'none') return;
    const on = torch.value === 'off';
    torch.value = (await setTorch(track, on)) ? (on ? 'on' : 'off') : 'none';
  }

  // A camera that nobody looks through is let go.
  const hidden = () => document.visibilityState === 'hidden' && running.value && stop();
  onMounted(() => document.addEventListener('visibilitychange', hidden));
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', hidden);
    stop();
  });
  return { running, fault, torch, start, stop, switchTorch };
}

function faultOf(error: unknown): CameraFault {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'camera-refused';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'camera-missing';
  if (name === 'NotReadableError' || name === 'AbortError') return 'camera-busy';
  return 'reader-missing';
}
