"""A signed licence reaches its holder: by itself, as a link that opens in a browser."""

from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest

from stories.door import Door
from stories.licence import LicenceStory, eventually
from stories.mails import mails_of, words_of

# An office of its own: what is set here touches no other story.
HERE = "53.11"


@pytest.mark.requirement("R003-P06-1f-1")
async def test_the_link_in_the_owners_mail_opens_the_document_and_nobody_elses_way_does(
    door: Door,
) -> None:
    home = door.home
    assert home is not None
    administrator = await door.staff("administrator", HERE)
    terms = {
        "reminder_days": [90, 30, 7],
        "renewal_opens_days": 90,
        "delivery_after_minutes": 0,
        "source": "Keputusan Kepala Dinas",
    }
    await administrator.post("/v1/licence-terms", terms, expect=201)
    story = LicenceStory(door, office=HERE, nib="9120004444444")
    await story.until_signed()
    application = story.application["id"]

    async def link() -> str | None:
        links = [_link(one) for one in mails_of(home, application)]
        return next((one for one in links if one is not None), None)

    path = urlsplit(await eventually(link)).path
    assert story.applicant is not None
    delivered = await story.applicant.get(story.path)
    licence = f"/v1/licences/{delivered['licence']['id']}/document.pdf"
    document = await door.nobody.call("GET", path, expect=200)
    owners = await story.applicant.call("GET", licence, expect=200)
    other = LicenceStory(door, nib="9120005555555")
    stranger = await other.register()

    assert delivered["status"] == "delivered"
    assert document.content.startswith(b"%PDF")
    assert document.content == owners.content
    assert document.headers["content-disposition"].startswith("attachment")
    # Only the mail to the owner holds the link: without it nobody else comes to the document.
    await stranger.call("GET", path, expect=404)
    await stranger.call("GET", licence, expect=404)
    await door.nobody.call("GET", licence, expect=401)
    await door.nobody.call("GET", f"{path[:-6]}AAAAAA", expect=404)


def _link(mail: EmailMessage) -> str | None:
    return next((one for one in words_of(mail) if "/documents/" in one), None)
