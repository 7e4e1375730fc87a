"""What the form of a layout takes, and what it says about the rest."""

from typing import Any

import pytest

from seikyu.layouts.model import PALETTE
from seikyu.layouts.rules import LEAST_CONTRAST, contrast
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.papers import rows
from tests.layouts.house import NEW, PATH, made, screen, send
from tests.layouts.pictures import JPEG, claiming, png


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": ""}, "書式設定コードは必須です。"),
        ({"code": "0123456789ABCDEF"}, "書式設定コードは15文字以内で入力してください。"),
        ({"name": ""}, "書式名は必須です。"),
        ({"accent": "own", "accent_own": "#ffe9a8"}, "アクセントカラーは白い紙の上では薄すぎて読めません"),
        ({"accent": "own", "accent_own": "red"}, "アクセントカラーは「#1a2230」のように"),
        (
            {"place_without_tax": "hidden", "place_with_tax": "note"},
            "「金額(税抜)」か「金額(税込)」の少なくとも一方を列として表示してください。",
        ),
        ({f"place_free{n}": "column" for n in range(1, 6)}, "列は16個までです（現在17個）"),
    ],
)
async def test_what_cannot_be_taken_is_told_and_nothing_is_kept(
    doors: Doors, cast: Cast, fields: dict[str, Any], sentence: str
) -> None:
    async with screen(doors, cast.seller) as http:
        answer = await send(http, NEW, **fields)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert await rows(doors.pool, cast.seller.company_id, "SELECT 1 FROM layouts") == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"GIF89a" + b"\0" * 40, "ロゴはPNGまたはJPEGの画像を指定してください。"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "ロゴはPNGまたはJPEGの画像を指定してください。"),
        (png(8, 40), "縦横16～2000ピクセルの画像を指定してください（現在8×40）"),
        (claiming(60000, 60000), "（現在60000×60000）"),
        (png(40, 40)[:-40], "ロゴの画像が壊れているか、印刷できない形式です。"),
        (JPEG[:200], "ロゴの画像が壊れているか、印刷できない形式です。"),
        (
            JPEG.replace(
                b"\xff\xc0\x00\x11\x08\x00\x10\x00\x10\x03", b"\xff\xc0\x00\x11\x08\x00\x10\x00\x10\x04"
            ),
            "壊れている",
        ),
        (png(16, 16) + b"\0" * 205_000, "ロゴは200KB以内の画像を指定してください。"),
    ],
    ids=["gif", "svg", "small", "bomb", "cut", "cut-jpeg", "inks", "large"],
)
async def test_an_image_that_cannot_be_printed_is_refused(
    doors: Doors, cast: Cast, content: bytes, sentence: str
) -> None:
    async with screen(doors, cast.seller) as http:
        answer = await send(http, NEW, files={"logo_file": content})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert await rows(doors.pool, cast.seller.company_id, "SELECT 1 FROM stored_objects") == []


async def test_an_image_stays_until_it_is_taken_away_and_belongs_to_its_company(
    doors: Doors, cast: Cast
) -> None:
    async with screen(doors, cast.seller) as http:
        layout_id = await made(http, files={"seal_file": JPEG})
        [kept] = await rows(doors.pool, cast.seller.company_id, "SELECT sha256 FROM stored_objects")
        digest = kept["sha256"].hex()
        assert f'name="seal" value="{digest}"' in (await http.get(f"{PATH}/{layout_id}")).text
        await send(http, f"{PATH}/{layout_id}", seal=digest, seen="1")
        assert f'name="seal" value="{digest}"' in (await http.get(f"{PATH}/{layout_id}")).text
        await send(http, f"{PATH}/{layout_id}", seal=digest, seal_remove="1", seen="2")
        assert digest not in (await http.get(f"{PATH}/{layout_id}")).text
    async with screen(doors, cast.outsider) as http:
        for stolen in (digest, "zz", "../" * 20):
            answer = await send(http, NEW, seal=stolen, do="preview")
            assert 'name="seal" value=""' in answer.text


async def test_every_colour_of_the_palette_can_be_read(doors: Doors, cast: Cast) -> None:
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#767676") == pytest.approx(4.54, abs=0.01)
    assert all(contrast(colour) > LEAST_CONTRAST for colour in PALETTE.values())
    async with screen(doors, cast.seller) as http:
        for colour in PALETTE:
            await made(http, code=colour, accent=colour)


async def test_two_layouts_cannot_have_one_code_unless_the_other_is_deleted(doors: Doors, cast: Cast) -> None:
    async with screen(doors, cast.seller) as http:
        first, second = await made(http, code="A"), await made(http, code="B")
        for answer in (
            await send(http, NEW, code="A"),
            await send(http, f"{PATH}/{second}", code="A", seen="1"),
        ):
            assert answer.status_code == 400
            assert "この書式設定コードはすでに使用されています。" in answer.text
        await http.post(f"{PATH}/{first}/delete")
        await made(http, code="A")
    async with screen(doors, cast.outsider) as http:
        await made(http, code="B")


async def test_whoever_comes_second_is_told_and_loses_nothing(doors: Doors, cast: Cast) -> None:
    async with screen(doors, cast.seller) as http:
        layout_id = await made(http, title="一")
        assert (await send(http, f"{PATH}/{layout_id}", title="二", seen="1")).status_code == 303
        late = await send(http, f"{PATH}/{layout_id}", title="三", seen="1")
        assert late.status_code == 400
        assert "書式は他の方が先に変更しました。" in late.text
        assert 'value="三"' in late.text
        assert 'name="seen" value="2"' in late.text
        older = await http.get(f"{PATH}/{layout_id}?version=1")
        assert 'value="一"' in older.text
        assert "第1版の内容を表示しています。" in older.text


async def test_something_moves_one_place_and_the_preview_is_a_picture(doors: Doors, cast: Cast) -> None:
    async with screen(doors, cast.seller) as http:
        answer = await send(http, NEW, do="up:price")
        assert answer.status_code == 200
        assert 'id="order_price" name="order_price" type="number" min="1" max="30" value="7"' in answer.text
        [address] = [
            line.split('src="')[1].split('"')[0]
            for line in answer.text.splitlines()
            if "preview-page" in line
        ]
        picture = await http.get(address.replace("&amp;", "&"))
        assert picture.headers["content-type"] == "image/svg+xml"
        assert picture.text.startswith("<svg")
        for wrong in (f"{PATH}/preview", f"{PATH}/preview?s=eNo&page=1", address.replace("page=1", "page=9")):
            assert (await http.get(wrong.replace("&amp;", "&"))).status_code in {400, 404}
    assert await rows(doors.pool, cast.seller.company_id, "SELECT 1 FROM layouts") == []
