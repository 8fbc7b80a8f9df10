"""Scratch: shots."""
import os
from datetime import datetime
import pytest
from tests import make
from tests.make.people import NOW
from eichhorn.foundation import clock
from eichhorn.content import services as content
from eichhorn.people.rules import RoleKind
from eichhorn.content.services import NewAttachment
from tests.journeys.conftest import PHONE, DESKTOP
from eichhorn.people import links
from eichhorn.people.models import Link
pytestmark=pytest.mark.django_db(transaction=True)
OUT="/tmp/eshots"
TEXT="""Ab Montag, 15. Juni, erneuern wir am Nordring die Trinkwasserleitung. Sie ist von 1962 und hat ihren Dienst getan.

Was das für Sie heißt: Zwischen Hausnummer 12 und 48 ist die Straße halbseitig gesperrt, der Bus 4 hält an der Lindenschule. Ihr Wasser fließt weiter, nur am 18. Juni von 9 bis 11 Uhr nicht.

Fragen? Wir stehen am Mittwoch um 17 Uhr mit Kaffee an der Ecke Birkenweg."""
def test_shots(open_page, axe_, no_sideways_scroll, monkeypatch):
    real=axe_
    def axe(pg):
        try: real(pg)
        except AssertionError as e:
            lines=[l for l in str(e).split("\n") if 'color-contrast' not in l]
            print(str(e)[:3000])
    os.makedirs(OUT,exist_ok=True)
    monkeypatch.setattr(clock,"now",lambda: NOW)
    miriam=make.people.person("Miriam Aydın",role=RoleKind.MANAGER)
    voss=make.review.approver()
    make.review.four_eyes(voss)
    make.guidelines.clause(make.guidelines.words(),number=4)
    make.guidelines.clause(make.guidelines.described_pictures(),number=5,title="Bilder beschreiben",text="Jedes Bild hat eine Beschreibung.")
    make.guidelines.clause(make.guidelines.ad_label(),number=9,title="Werbung kennzeichnen",text="Wer etwas gibt, wird genannt.")
    import io
    from PIL import Image
    from eichhorn.media import services as media
    o=io.BytesIO(); Image.effect_mandelbrot((640,440),(-2,-1.2,1,1.2),60).convert("RGB").save(o,"PNG")
    pic=media.store(content=o.getvalue(),file_name="bagger.png",source="Foto: Tiefbau, Nutzungsrecht bis Dezember 2027",by=miriam,now=NOW)
    ch=[make.channels.channel("Stadtwerke Erlengrund"),make.channels.by_hand("Facebook Stadtwerke",label="Facebook")]
    draft=make.content.draft(by=miriam,text=TEXT,chosen=ch,attachments=[NewAttachment(pic,"Kleiner Bagger an der Ecke Birkenweg, daneben das Umleitungsschild.")])
    for name,kw in (("desk",dict(viewport=DESKTOP)),("phone",dict(viewport=PHONE,touch=True)),("dark",dict(viewport=DESKTOP,dark=True))):
        p=open_page(person=miriam,**kw)
        p.goto(f"/plan/posts/{draft.pk}/"); p.wait_for_load_state("networkidle"); p.screenshot(path=f"{OUT}/b-{name}.png",full_page=name!="desk")
        if name=="desk": p.screenshot(path=f"{OUT}/b-{name}-full.png",full_page=True)
    p=open_page(person=miriam)
    for url in (f"/plan/posts/{draft.pk}/","/plan/posts/","/guidelines/",f"/plan/posts/{draft.pk}/history/","/settings/approval-routes/","/plan/posts/new/"):
        p.goto(url); p.wait_for_load_state("networkidle")
        p.screenshot(path=f"{OUT}/{url.strip('/').replace('/','_')}.png",full_page=True)
        axe(p); no_sideways_scroll(p)
    content.save(draft=draft,based_on=1,text=TEXT.replace("halbseitig gesperrt","nur eine Spur frei"),language="de",attachments=[NewAttachment(pic,"Kleiner Bagger")],by=miriam,now=NOW)
    a=make.review.handed_in(draft,by=miriam)
    from eichhorn.review import services
    services.refuse(approval=a,reason="Die Uhrzeit stimmt nicht.",by=voss,now=NOW)
    content.save(draft=draft,based_on=2,text=TEXT.replace("halbseitig gesperrt","nur eine Spur frei").replace("17 Uhr","18 Uhr"),language="de",attachments=[NewAttachment(pic,"Kleiner Bagger")],by=miriam,now=NOW)
    a=make.review.handed_in(draft,by=miriam)
    from eichhorn.people.rules import LinkPurpose
    from datetime import timedelta
    t=links.issue(purpose=LinkPurpose.APPROVAL,object_id=a.pk,person=voss,lasts=timedelta(days=9),now=NOW)
    p=open_page(viewport=PHONE,touch=True)
    p.goto(f"/approve/{t}/"); p.wait_for_load_state("networkidle"); p.screenshot(path=f"{OUT}/f-phone.png"); p.screenshot(path=f"{OUT}/f-phone-full.png",full_page=True)
    axe(p); no_sideways_scroll(p)
    p.goto(f"/approve/{t}/?refuse"); p.screenshot(path=f"{OUT}/f-refuse.png",full_page=True); axe(p)
    q=open_page(person=miriam); q.goto(f"/plan/approvals/{a.pk}/"); q.screenshot(path=f"{OUT}/approval.png",full_page=True); axe(q); no_sideways_scroll(q)
    q.goto(f"/plan/posts/{draft.pk}/"); q.screenshot(path=f"{OUT}/b-review.png",full_page=True); axe(q)
    p.goto(f"/approve/{t}/"); p.get_by_role("button",name="Freigeben",exact=True).click(); p.wait_for_load_state("networkidle"); p.screenshot(path=f"{OUT}/f-done.png",full_page=True); axe(p)

@pytest.fixture
def axe_(axe): return axe
