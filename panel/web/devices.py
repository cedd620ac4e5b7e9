"""What a device is called in lists: its browser and its system, from what it says of itself."""

from __future__ import annotations

_BROWSERS = {
    "Line/": "LINE",
    "FBAV": "Facebook",
    "SamsungBrowser": "Samsung Internet",
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
"""In the order in which they are looked for: most call themselves by the later names too."""
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
_CHAT_APPS = ("Line/", "FBAV")


def device_label(user_agent: str) -> str:
    """ "Chrome, Android"; of a browser that nobody knows, the beginning of its own words."""
    names = [
        next((name for sign, name in known.items() if sign in user_agent), "")
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(filter(None, names)) or user_agent[:40]


def inside_chat(user_agent: str) -> bool:
    """Whether a chat app shows the page: what it keeps is lost with the app's window."""
    return any(sign in user_agent for sign in _CHAT_APPS)
