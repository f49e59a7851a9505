"""What one screen shows of some three hundred KPIs; files and notebooks have them all."""

from __future__ import annotations

from collections.abc import Iterable

#: In the order of the loop: money, leads, deals, orders, customers, what raises their frequency, complaints, decisions,
#: partners, markets abroad, touches.
HEADLINES = (
    *("contribution", "bookings", "margin", "cost", "acquisition_cost"),
    *("leads", "contact_rate", "qualified", "opportunities", "wins", "win_rate", "lead_to_win", "cycle_time"),
    *("open_opportunities", "hours_per_win"),
    *("orders_delivered", "lead_time", "otif", "fill_rate", "inventory_value"),
    *("customers", "logo_churn", "nrr", "share_of_wallet", "satisfaction", "referrals"),
    *("promotion_sales", "echo_sales", "sales_with_echo", "grown_sales", "frequency_cost", "reward_cards"),
    *("problems", "complaints", "resolution_time", "solved_in_time"),
    *("complaint_satisfaction", "lost_after_problems", "complaint_cost"),
    *("decision_latency", "manager_utilisation", "expert_wait"),
    *("net_price", "order_variance_amplification", "end_customer_visibility", "distributor_stock_range"),
    "channel_conflict",
    *("foreign_share", "cost_per_foreign_deal", "foreign_value"),
    *("digital_share", "handovers_per_deal", "cost_to_serve"),
)
#: How fast leads are answered, how busy each team is, and how far the firm has gone abroad.
FAMILIES = ("first_response.", "utilisation.", "stage.")


#: Lines that a screen has room for.
SCREEN = 61


def headlines(kpis: Iterable[str]) -> tuple[str, ...]:
    """The KPIs that a screen shows: all of the whole company's if they fit, else the headlines."""
    shown = tuple(kpi for kpi in kpis if "." not in kpi or kpi.startswith(FAMILIES))
    if len(shown) <= SCREEN:
        return shown
    return (
        *(kpi for kpi in HEADLINES if kpi in shown),
        *(kpi for kpi in shown if kpi.startswith(FAMILIES)),
    )
