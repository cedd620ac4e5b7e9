"""What devices are called in lists."""

import pytest

from panel.web.devices import device_label, inside_chat

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "label"),
    [
        (f"Mozilla/5.0 (Linux; Android 14) {WEBKIT} Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
        (
            f"Mozilla/5.0 (Linux; Android 13; SM-X200) {WEBKIT} SamsungBrowser/25.0 Safari",
            "Samsung Internet, Android",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/126.0 Edg/126.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Safari",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/126.0 Safari",
            "Chrome, iPad",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36 Line/14.1/IAB", "LINE, Android"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("x" * 300, "x" * 40),
        ("", ""),
    ],
)
def test_a_device_is_called_by_its_browser_and_system(user_agent, label):
    assert device_label(user_agent) == label


@pytest.mark.parametrize(
    ("user_agent", "inside"), [("… Line/14.1/IAB", True), ("[FBAV/470]", True), ("Chrome", False)]
)
def test_a_chat_apps_window_is_known(user_agent, inside):
    assert inside_chat(user_agent) is inside
