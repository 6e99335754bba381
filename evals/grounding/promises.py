"""A promise with another amount, another recipient or without its condition."""

from collections.abc import Iterator

from evals.grounding.material import Edit, Material, matches

_ZH = (
    (r"全额退款", ("双倍退款", "三倍赔偿")),
    (r"全额退还?(?!款)", ("双倍退还",)),
    (r"凭[一-鿿、]{2,12}?(?=即?可|均可|都可|全额|办理|退|申请|到)", ("无需任何凭证",)),
    (r"一半(?=货款|费用|金额)", ("全部",)),
    (r"就诊费用?", ("就诊费和误工费", "就诊费用及营养费")),
    (r"医疗费用?|医药费", ("医疗费和误工费", "医疗费用及后续康复费用")),
    (r"由一名管理人员", ("由两名管理人员",)),
    (r"每位伤员|每一位伤员", ("每位在场员工",)),
    (r"退还?配送费", ("双倍退还配送费",)),
    (r"(?<!额)退款(?=或|、)", ("双倍退款",)),
    (r"(?:书面|短信|电话)(?=通知|答复)", ("上门",)),
    (r"原路退回", ("加倍退回",)),
    (r"免费", ("终身免费",)),
    (r"受影响的(?=用户|顾客|客户)", ("所有",)),
    (r"符合条件的|有[小票订单]+的", ("所有",)),
    (r"垫付", ("无偿承担",)),
)
_EN = (
    (r"\bfull refunds?\b", ("double refund",)),
    (r"\b(?:refunded|repaid) in full\b", ("refunded twice over", "refunded in full and compensated")),
    (r"\brefund in full\b", ("refund twice over",)),
    (r"(?:,? with (?:the |a |your )?(?:receipt|product|photo|proof of purchase)[a-z ]*)(?=[.,;])", (" with no proof needed",)),
    (r"\bin writing\b", ("in person at home", "in writing and compensated")),
    (r"\bcustomers who received an incomplete kit\b", ("all customers",)),
    (
        r"\b(?:patients|customers|people|anyone|everyone) whose (?:records|data|information) (?:were|was|have been|has been) \w+",
        ("every patient, past and present,",),
    ),
    (r"\bmedical costs?\b|\bmedical bills?\b", ("medical costs and lost earnings",)),
    (r"\bduplicate charges\b", ("all charges",)),
    (r"\bfree of charge\b", ("free of charge for life",)),
    (r"\bstay closed\b", ("stay closed and be rebuilt",)),
    (r"\bremain closed\b", ("remain closed and be rebuilt",)),
    (r"\bwill be reversed\b", ("will be reversed with interest",)),
    (r"\bmoney back\b", ("money back twice over",)),
    (r"\bare refunding\b", ("are refunding twice over",)),
    (r"\bwill be refunded\b(?! in full)", ("will be refunded twice over",)),
)


def changed(material: Material) -> Iterator[Edit]:
    """The promises of the text, each made larger than it was approved."""
    for pattern, options in _ZH if material.language == "zh" else _EN:
        for start, end, _ in matches(material, pattern):
            sentence = material.sentence_at(start)
            near = material.ledger.nearest(material.words(material.clause_at(start)))
            whole = sentence and material.ledger.nearest(material.words(sentence))
            if not any(line and line.status == "promise" for line in (near, whole)):
                continue
            old = material.text[start:end]
            fresh = [new for new in options if not material.ledger.holds(new) and new not in material.text]
            if fresh:
                new = material.dice.choice(fresh)
                if old.endswith("refunds"):
                    new += "s"
                new = new.removeprefix(" and compensated") or new
                yield Edit(start, end, new[0].upper() + new[1:] if old[0].isupper() else new)
