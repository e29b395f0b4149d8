"""A bad line between two network namespaces: what a kernel without netem cannot do, done for a few hundred packets a second.

Makes a TUN device here and one in the namespace of another process, and carries IPv4 packets between them: late, lost,
one after another at a rate. Each line of JSON on stdin changes how, and is answered with what was carried and dropped so
far. Chance is seeded. With stdin, or with this process, both devices, their addresses and routes are gone.

Use: networks-line.py HERE THERE PID ADDRESS SEED
"""

import fcntl
import json
import os
import random
import select
import struct
import subprocess
import sys
import time
from collections import deque

# Linux, if_tun.h.
TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x0001 | 0x1000
UDP = 17


def open_tun(name):
    fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN_NO_PI))
    return fd


def ip(*args, inside=None):
    enter = ["nsenter", "--target", inside, "--net", "--"] if inside else []
    subprocess.run([*enter, "ip", *args], check=True)


class Direction:
    """One way of the line. Without a rate the queue is endless; with one it is so many milliseconds long, then full."""

    def __init__(self, source, target, seed):
        self.source, self.target = source, target
        self.random = random.Random(seed)
        self.loss, self.delay, self.rate, self.queue, self.drop = 0.0, 0.0, 0.0, 0.5, "none"
        self.waiting = deque()
        self.free_at = 0.0
        self.passed = self.bytes = self.dropped = 0

    def change(self, quality):
        self.loss = quality.get("loss", 0)
        self.delay = quality.get("delayMs", 0) / 1000
        self.rate = quality.get("kbitPerSecond", 0) * 1000 / 8
        self.drop = quality.get("drop", "none")

    def lost(self, packet, now):
        if self.drop == "all" or (self.drop == "udp" and packet[9] == UDP):
            return True
        if self.loss and self.random.random() < self.loss:
            return True
        return bool(self.rate) and self.free_at - now > self.queue

    def take(self, now):
        for _ in range(64):
            try:
                packet = os.read(self.source, 2048)
            except BlockingIOError:
                return
            if packet[0] >> 4 != 4:
                continue
            if self.lost(packet, now):
                self.dropped += 1
                continue
            if self.rate:
                self.free_at = max(now, self.free_at) + len(packet) / self.rate
            self.waiting.append((max(now, self.free_at if self.rate else 0) + self.delay, packet))

    def give(self, now):
        while self.waiting and self.waiting[0][0] <= now:
            try:
                self.bytes += os.write(self.target, self.waiting.popleft()[1])
                self.passed += 1
            except OSError:
                self.dropped += 1  # the device is full, or down


def main(here, there, pid, address, seed):
    near, far = open_tun(here), open_tun(f"{here}-far")
    ip("link", "set", "dev", f"{here}-far", "netns", pid, "name", there)
    ip("address", "add", f"{address}/32", "dev", there, inside=pid)
    ip("link", "set", "dev", there, "up", inside=pid)
    ip("route", "replace", "default", "dev", there, inside=pid)
    ip("link", "set", "dev", here, "up")
    ip("route", "add", f"{address}/32", "dev", here)

    ways = {"up": Direction(far, near, f"{seed} up"), "down": Direction(near, far, f"{seed} down")}
    poll = select.epoll()
    for fd in (near, far, 0):
        poll.register(fd, select.EPOLLIN)

    def tell():
        counts = {name: [way.passed, way.bytes, way.dropped] for name, way in ways.items()}
        print(json.dumps(counts), flush=True)

    tell()
    while True:
        due = min((way.waiting[0][0] for way in ways.values() if way.waiting), default=None)
        ready = poll.poll(-1 if due is None else max(0, due - time.monotonic()))
        now = time.monotonic()
        for way in ways.values():
            way.take(now)
            way.give(now)
        if any(fd == 0 for fd, _ in ready):
            order = sys.stdin.readline()
            if not order:
                return
            for name, quality in json.loads(order).items():
                ways[name].change(quality)
            tell()


if __name__ == "__main__":
    main(*sys.argv[1:])
