"""Fictional names to put in the place of given ones."""

from evals.grounding.words import listed

ZH_PLACES = listed("汀澜 苍榆 泽岭 珞川 棠溪 岚桥 涌泉 柏洲 澄浦 宜岭")
EN_PLACES = listed("Marlstead Brackenholt Oakhurst Fenbridge Aldwen Castleby Rowanford Thornlea")
ZH_PERSONS = listed("程亦航 宋楚白 方可为 梁叙言 许知洲 韩思越 顾明洲")
EN_PERSONS = ("Edwin Harcastle", "Laura Pemmings", "Joanna Whitcroft", "Daniel Orrery")
ZH_TITLES = listed("首席执行官 总经理 董事长 副总经理 首席运营官 市场总监 财务总监 新闻发言人")
EN_TITLES = ("Chief Financial Officer", "Chairman", "Head of Communications", "General Counsel", "Regional Director")
ZH_CORES = listed("锦穗 蜀燕 云栖里 瑞禾 远帆 恒岳 星禾 松筠")
EN_CORES = ("Larkmoor", "Brindlewick", "Castermere", "Northgale", "Evenholt")
ZH_HOSPITALS = listed("人民医院 中心医院 中医院 第一医院 第二医院 第三医院 第五医院 第六医院 儿童医院 妇幼保健院")
EN_HOSPITALS = ("Royal Infirmary", "General Hospital", "Children's Hospital", "Memorial Hospital", "Medical Center")

# By field, so that a body is not exchanged for another name of itself; `office` names what takes a place before it.
ZH_FIELDS = {
    "market": ("市场监管", "市场监督", "市监", "工商"),
    "emergency": ("应急",),
    "health": ("卫健", "卫生健康", "疾控", "疾病预防", "卫生署", "卫生防护"),
    "police": ("公安", "警"),
    "fire": ("消防",),
    "environment": ("生态环境", "环保"),
    "education": ("教育局", "教育部门"),
    "transport": ("交通", "运输署"),
    "housing": ("住建", "住房"),
    "labour": ("人社", "人力资源和社会保障", "劳动监察"),
    "net": ("网信",),
    "drug": ("药监", "药品监督"),
    "food": ("食环", "食物环境", "食物安全"),
    "consumer": ("消费者委员会", "消委会", "消费者协会", "消协"),
    "customs": ("海关",),
    "privacy": ("私隐",),
}
ZH_BODIES = listed(
    "市场监督管理局 市场监管局 市监局 应急管理局 应急局 卫生健康委员会 卫生健康委 卫生健康局 卫健委 卫健局 公安分局 公安局 消防救援大队 "
    "消防救援支队 生态环境局 人力资源和社会保障局 人社局 教育局 疾病预防控制中心 疾控中心 药品监督管理局 药监局 交通运输局 住房和城乡建设局 "
    "住建局 网信办 联合工作组 公安机关 警方 消防部门 市场监管部门 监管部门 卫生健康部门 应急管理部门 环保部门 生态环境部门 教育部门 "
    "食物环境卫生署 食环署 食物安全中心 卫生署 卫生防护中心 消费者委员会 消委会 海关 个人资料私隐专员公署 私隐专员公署 劳动监察大队 消费者协会"
)
ZH_LOCAL = {
    "market": "市场监管局",
    "emergency": "应急管理局",
    "health": "卫生健康局",
    "police": "公安局",
    "environment": "生态环境局",
    "transport": "交通运输局",
    "housing": "住房和城乡建设局",
    "education": "教育局",
}
ZH_GENERAL = {
    "market": "市场监管部门",
    "emergency": "应急管理部门",
    "health": "卫生健康部门",
    "police": "公安机关",
    "environment": "生态环境部门",
    "fire": "消防部门",
}
ZH_HONG_KONG = {
    "food": "食物安全中心",
    "health": "卫生署",
    "consumer": "消费者委员会",
    "customs": "海关",
    "police": "警方",
    "privacy": "私隐专员公署",
}

EN_FIELDS = {
    "police": r"police|constabulary|sheriff",
    "fire": r"fire (?:and rescue )?(?:service|department|brigade)|fire officers",
    "ambulance": r"ambulance",
    "safety": r"health and safety executive|\bhse\b|occupational safety|\bosha\b",
    "environment": r"environment agency|environmental protection|\bepa\b|natural england",
    "food": r"food standards|\bfsa\b|food and drug|\bfda\b|food safety",
    "privacy": r"information commissioner|\bico\b|privacy commissioner",
    "attorney": r"attorney general",
    "fbi": r"\bfbi\b|federal bureau",
    "trade": r"federal trade|\bftc\b|trading standards",
    "finance": r"financial protection|\bcfpb\b|financial conduct|\bfca\b",
    "health": r"health department|health commission|department of health|disease control|\bcdc\b|health security|public health",
    "market": r"market regulator|market supervision|market regulation",
    "emergency": r"emergency management",
}
EN_BODIES = (
    r"(?:state |county )?police|fire (?:and rescue )?service|fire department|ambulance service|Health and Safety Executive|HSE|"
    r"Occupational Safety and Health Administration|OSHA|Environment Agency|Environmental Protection Agency|EPA|Food Standards Agency|FSA|"
    r"Food and Drug Administration|FDA|Information Commissioner's Office|ICO|(?:state )?attorney general(?:'s office)?|FBI|"
    r"Federal Trade Commission|FTC|Trading Standards|Consumer Financial Protection Bureau|CFPB|Financial Conduct Authority|FCA|"
    r"(?:county |city |state )?health department|(?:[A-Z][a-z]+ )?market regulator|water company"
)
EN_ALL = {
    "UK": {
        "food": "Food Standards Agency",
        "privacy": "Information Commissioner's Office",
        "environment": "Environment Agency",
        "safety": "Health and Safety Executive",
        "fire": "fire and rescue service",
        "police": "police",
        "finance": "Financial Conduct Authority",
    },
    "US": {
        "food": "Food and Drug Administration",
        "trade": "Federal Trade Commission",
        "fbi": "FBI",
        "attorney": "state attorney general",
        "finance": "Consumer Financial Protection Bureau",
        "health": "county health department",
        "police": "police",
    },
    "": {
        "market": "market regulator",
        "health": "municipal health commission",
        "emergency": "emergency management bureau",
        "fire": "fire department",
        "police": "police",
    },
}
ZH_LAWS = listed(
    "《产品质量法》 《食品安全法》 《消费者权益保护法》 《个人信息保护法》 《广告法》 《安全生产法》 《劳动合同法》 《电子商务法》"
)
EN_LAWS = {
    "UK": (
        "Consumer Rights Act 2015",
        "Food Safety Act 1990",
        "Data Protection Act 2018",
        "Health and Safety at Work etc. Act 1974",
    ),
    "US": (
        "Consumer Product Safety Act",
        "Federal Trade Commission Act",
        "Fair Credit Reporting Act",
        "Food Safety Modernization Act",
    ),
    "": ("Product Quality Law", "Food Safety Law", "Consumer Protection Law", "Work Safety Law"),
}
