"""The words of the field, one per idea, the same in code, file, table and chart.

Steps, activities and reasons are plain integers at module level because the event log stores them by the
million and the desk compares them in its innermost lines; the tuples beside them give the words back.
"""

from __future__ import annotations

from typing import Final

# The seven steps of selling, in textbook order (Moncrief & Marshall 2005).
STEPS: Final = (
    "prospecting",
    "pre_approach",
    "approach",
    "presentation",
    "objections",
    "closing",
    "follow_up",
)
PROSPECTING: Final = 0
PRE_APPROACH: Final = 1
APPROACH: Final = 2
PRESENTATION: Final = 3
OBJECTIONS: Final = 4
CLOSING: Final = 5
FOLLOW_UP: Final = 6

# What people spend hours on: the seven steps, and the work that other desks do for them.
TASKS: Final = (
    *STEPS,
    *("qualification", "quotation", "approval", "nurturing", "improvement", "gate_review"),
    # orders
    *("order_entry", "clarification", "engineering", "machining", "assembly", "test", "dispatch"),
    # customers
    *("farming", "cross_selling", "win_back", "usage_programme"),
    # complaints
    *("receipt", "triage", "processing", "response", "control", "evaluation", "root_cause", "diagnosis"),
    "inquiry",
    *("supervision", "reporting"),
    "export",
)
QUALIFICATION: Final = 7
QUOTATION: Final = 8
APPROVAL: Final = 9
NURTURING: Final = 10
IMPROVEMENT: Final = 11
GATE_REVIEW: Final = 12
ORDER_ENTRY: Final = 13
CLARIFICATION: Final = 14
ENGINEERING: Final = 15
MACHINING: Final = 16
ASSEMBLY: Final = 17
TEST: Final = 18
DISPATCH: Final = 19
FARMING: Final = 20
CROSS_SELLING: Final = 21
WIN_BACK: Final = 22
USAGE_PROGRAMME: Final = 23
RECEIPT: Final = 24
TRIAGE: Final = 25
PROCESSING: Final = 26
RESPONSE: Final = 27
CONTROL: Final = 28
EVALUATION: Final = 29
ROOT_CAUSE: Final = 30
DIAGNOSIS: Final = 31  # an engineer's part in a complex complaint
INQUIRY: Final = 32  # a question that is no complaint
SUPERVISION: Final = 33  # a manager looks at what somebody does, and coaches them
REPORTING: Final = 34  # what they tell of it
EXPORT: Final = 35  # work at home on a deal abroad

# What happens to a case at an instant.
ACTIVITIES: Final = (
    "arrived",
    "assigned",
    "attempted",
    "contacted",
    "qualified",
    "disqualified",
    "handed_over",
    "accepted",
    "ignored",
    "nurtured",
    "reactivated",
    "opened",
    "advanced",
    "objection_raised",
    "objection_resolved",
    "quoted",
    "discounted",
    "won",
    "followed_up",
    "lost",
    "closed",
    "money",
    "replied",
    "reassigned",
    # orders
    "placed",
    "cancelled",
    "entered",
    "engineered",
    "supplied",
    "backordered",
    "produced",
    "reworked",
    "shipped",
    "delivered",
    # customers
    "welcomed",
    "visited",
    "experienced",
    "share_changed",
    "cross_sold",
    "referred",
    "churned",
    "won_back",
    "offered",
    "rewarded",
    "adopted",
    # problems and complaints
    "troubled",
    "complained",
    "registered",
    "acknowledged",
    "escalated",
    "answered",
    "reopened",
    "settled",
    "cause_found",
    "cause_removed",
    # people
    "quit",
    # a period's last days
    "pulled_in",
    "held_back",
)
(
    ARRIVED,
    ASSIGNED,
    ATTEMPTED,
    CONTACTED,
    QUALIFIED,
    DISQUALIFIED,
    HANDED_OVER,
    ACCEPTED,
    IGNORED,
    NURTURED,
    REACTIVATED,
    OPENED,
    ADVANCED,
    OBJECTION_RAISED,
    OBJECTION_RESOLVED,
    QUOTED,
    DISCOUNTED,
    WON,
    FOLLOWED_UP,
    LOST,
    CLOSED,
    MONEY,
    REPLIED,
    REASSIGNED,
    PLACED,
    CANCELLED,
    ENTERED,
    ENGINEERED,
    SUPPLIED,
    BACKORDERED,
    PRODUCED,
    REWORKED,
    SHIPPED,
    DELIVERED,
    WELCOMED,
    VISITED,
    EXPERIENCED,
    SHARE_CHANGED,
    CROSS_SOLD,
    REFERRED,
    CHURNED,
    WON_BACK,
    OFFERED,
    REWARDED,
    ADOPTED,
    TROUBLED,
    COMPLAINED,
    REGISTERED,
    ACKNOWLEDGED,
    ESCALATED,
    ANSWERED,
    REOPENED,
    SETTLED,
    CAUSE_FOUND,
    CAUSE_REMOVED,
    QUIT,
    PULLED_IN,
    HELD_BACK,
) = range(len(ACTIVITIES))

# Why a case left the process.
REASONS: Final = (
    "",
    "not reached",
    "left while waiting",
    "lapsed",
    "declined at once",
    "not qualified",
    "not pursued",
    "stale",
    "competitor",
    "no decision",
    "did not advance",
    "gate review",
    # why a customer left
    "unannounced",
    "at a delivery",
    "after a problem",
    "closed down",
)
(
    NO_REASON,
    NOT_REACHED,
    LEFT_WAITING,
    LAPSED,
    DECLINED,
    NOT_QUALIFIED,
    NOT_PURSUED,
    STALE,
    COMPETITOR,
    NO_DECISION,
    DID_NOT_ADVANCE,
    REVIEWED_OUT,
    UNANNOUNCED,
    AT_DELIVERY,
    AFTER_PROBLEM,
    CLOSED_DOWN,
) = range(len(REASONS))

# The written order of what happens at the same instant; within a class the entity's key decides.
_CLASS: Final = 1 << 56
CALENDAR_EVENT: Final = 0
# Within the calendar: dated changes, then work and then queues handed to a deputy, then desks that open.
HAND_OVER_EVENT: Final = 1 << 20
QUEUE_HAND_OVER_EVENT: Final = 2 << 20
OPENING_EVENT: Final = 3 << 20
ARRIVAL_EVENT: Final = _CLASS
COMPLETION_EVENT: Final = 2 * _CLASS
DECISION_EVENT: Final = 3 * _CLASS
ACCOUNTING_EVENT: Final = 4 * _CLASS
# Within accounting: cash comes in, results are paid, the year of rebates ends, then what accrues is posted; then people
# feel what the week has brought, choose the effort of the next one, and are talked to.
PAY_DAY_EVENT: Final = ACCOUNTING_EVENT + 1
YEAR_END_EVENT: Final = ACCOUNTING_EVENT + 2
PAYROLL_EVENT: Final = ACCOUNTING_EVENT + 3
STOCK_EVENT: Final = ACCOUNTING_EVENT + 4
UPKEEP_EVENT: Final = ACCOUNTING_EVENT + 5
MOOD_EVENT: Final = ACCOUNTING_EVENT + 6
EFFORT_EVENT: Final = ACCOUNTING_EVENT + 7
TALK_EVENT: Final = ACCOUNTING_EVENT + 8

# Kinds of object the log keeps a table for.
OBJECT_TYPES: Final = (
    "lead",
    "opportunity",
    "background",
    "account",
    "order",
    "problem",
    "supply",
    "foreign_deal",
)
LEAD: Final = 0
OPPORTUNITY: Final = 1
BACKGROUND: Final = 2
ACCOUNT: Final = 3
ORDER: Final = 4
PROBLEM: Final = 5  # a customer's trouble; voiced, it is a complaint
SUPPLY: Final = 6  # what replenishes a stock
FOREIGN_DEAL: Final = 7

# Where an order comes from.
ORDER_KINDS: Final = ("deal", "repeat", "cross_sell")
DEAL, REPEAT, CROSS_SELL = range(len(ORDER_KINDS))

# What troubles a customer.
TROUBLES: Final = ("defect", "late", "billing", "service")
DEFECT, LATE, BILLING, SERVICE = range(len(TROUBLES))

# How a problem ends for the customer (TARP's four classes).
OUTCOMES: Final = ("silent", "unsatisfied", "satisfied_late", "satisfied_fast")
SILENT, UNSATISFIED, SATISFIED_LATE, SATISFIED_FAST = range(len(OUTCOMES))

# How people meet a customer, the richest medium first.
MEETING_MEDIA: Final = ("visit", "video", "phone", "mail", "portal")
VISIT, VIDEO, PHONE, MAIL, PORTAL = range(len(MEETING_MEDIA))

# What a complaint is answered with.
REMEDIES: Final = ("apology", "credit", "repair", "replacement")
APOLOGY, CREDIT, REPAIR, REPLACEMENT = range(len(REMEDIES))

ROLES: Final = (
    *("sdr", "hunter", "supporter", "manager"),
    *("farmer", "engineer", "machining", "assembly", "dispatch", "service", "quality"),
)
SOURCES: Final = ("inbound", "outbound", "fair", "referral")
PRODUCTS: Final = ("MTS", "ATO", "MTO", "ETO")
SEGMENTS: Final = ("A", "B", "C")

# Lines of the money ledger.
LEDGER: Final = (
    *("revenue", "variable_cost", "pay", "expenses", "media", "marketing", "vendor"),
    *("holding", "setup", "obsolescence", "expediting"),
    *("promotion", "reward", "rebate", "programme"),
    *("remedy", "rework"),
    *("agency", "office"),
    *("entry", "presence", "foreign_selling", "foreign_complaints"),
)
REVENUE, VARIABLE_COST, PAY, EXPENSES, MEDIA, MARKETING, VENDOR = range(7)
HOLDING, SETUP, OBSOLESCENCE, EXPEDITING = range(7, 11)
PROMOTION, REWARD, REBATE, PROGRAMME = range(11, 15)
REMEDY, REWORK = range(15, 17)
AGENCY, OFFICE = range(17, 19)  # commissions of agents, and offices of our own
ENTRY, PRESENCE, FOREIGN_SELLING, FOREIGN_COMPLAINTS = range(19, 23)
