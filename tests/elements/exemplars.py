"""The exemplary brief and its statements, as texts."""

from tests.samples import MILK

CHENHE = MILK

HOLDING_ZH = """截至3月2日10时，我们收到6起反馈，反映晨禾鲜奶有异味。让大家为入口的牛奶担心，我们很抱歉。

已经确认的：2月27日生产的鲜奶从3月2日10时起已在门店和线上下架、封存；截至10时，没有收到饮用后身体不适的反馈。

还在核对的：据反馈，有异味的产品多为2月27日生产。异味的原因目前还不清楚，样品已送第三方检测机构，结果出来之前我们不作推测。

如果您手里有2月27日生产的晨禾鲜奶，请先不要饮用。凭实物或照片可以全额退款，3月5日18时前办结。客服热线：400-820-0000。

下一次说明不晚于今天14时在本账号发布。

晨禾乳业
2026年3月2日10时40分
"""

HOLDING_EN = """By 10:00 on 2 March we had received six reports of an unusual smell in Chenhe fresh milk. We are sorry for the worry this causes.

Milk produced on 27 February has been off sale in shops and online, and held, since 10:00 on 2 March. By that time no one had reported feeling unwell after drinking it.

According to the reports, most of the affected milk was produced on 27 February. We do not yet know the cause. Samples are with an independent laboratory, and we will not guess before the results.

If you have milk produced on 27 February, please do not drink it. You can have a full refund with the product or a photo; refunds will be completed by 18:00 on 5 March. Customer line: 400-820-0000.

We will publish the next update by 14:00 today, China time.

Chenhe Dairy, 2 March 2026, 10:40
"""

APOLOGY_ZH = """各位用户：

您从我们这里买到的鲜奶有异味，这件事不该发生。对不起。

截至3月2日10时，我们收到6起反馈。2月27日生产的鲜奶从当天10时起已全部下架、封存。

异味是怎么产生的，我们还没有答案。样品在第三方检测机构。

2月27日生产的鲜奶，凭实物或照片全额退款，3月5日18时前办结，由客户服务部负责。如果您或家人感到不适，请先就医，并拨打400-820-0000。

今天14时前，我们会再次向您说明进展。

晨禾乳业
2026年3月2日
"""

FAQ_ZH = """我家里还有晨禾鲜奶，能喝吗？
2月27日生产的请先不要饮用，可以全额退款。其他日期生产的能不能喝，目前无法答复，今天14时前我们会再次说明进展。

为什么会有异味？
还不清楚。样品已送第三方检测机构，今天14时前会再次说明进展。
"""
