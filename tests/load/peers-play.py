"""A WHEP player by aiortc: plays for some seconds, then prints what it decoded as one line of JSON.

Use: peers-play.py URL SECONDS
"""

import asyncio
import json
import sys
import time
import urllib.request

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError


async def play(url, seconds):
    peer = RTCPeerConnection()
    for kind in ("video", "audio"):
        peer.addTransceiver(kind, direction="recvonly")
    started = time.monotonic()
    seen = {"video": 0, "audio": 0, "firstMs": None, "size": None}

    async def count(track):
        try:
            while True:
                frame = await track.recv()
                seen[track.kind] += 1
                if track.kind == "video":
                    seen["size"] = f"{frame.width}x{frame.height}"
                    if seen["firstMs"] is None:
                        seen["firstMs"] = round((time.monotonic() - started) * 1000)
        except MediaStreamError:
            pass  # the end of the track

    counting = []
    peer.on("track", lambda track: counting.append(asyncio.ensure_future(count(track))))
    await peer.setLocalDescription(await peer.createOffer())
    offer = urllib.request.Request(url, peer.localDescription.sdp.encode(), {"Content-Type": "application/sdp"})
    with urllib.request.urlopen(offer) as response:
        answer, session = response.read().decode(), response.headers["Location"]
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    await asyncio.sleep(seconds)
    origin = url[: url.index("/whep/")]
    urllib.request.urlopen(urllib.request.Request(origin + session, method="DELETE"))
    await peer.close()
    await asyncio.gather(*counting)
    print(json.dumps(seen))


asyncio.run(play(sys.argv[1], float(sys.argv[2])))
