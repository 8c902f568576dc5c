from . import (
    pylot_availability,
    pylot_availability_layers,
    pylot_availability_board,
    pylot_appointment_type,
    pylot_appointment_type_skill,
    pylot_appointment_public,
    pylot_appointment_letter,
    pylot_appointment_window,
    pylot_appointment_question,
    pylot_appointment_answer,
    pylot_appointment_slots,
    pylot_appointment_rules,
    pylot_appointment_offer,
    pylot_appointment_ranking,
    pylot_appointment_reasons,
    pylot_appointment_starter,
    pylot_appointment_deposit,
    pylot_appointment_series,
    pylot_booking,
    pylot_booking_collision,
    pylot_booking_request,
    pylot_booking_request_hold,
    pylot_booking_request_confirm,
    pylot_booking_hold,
    pylot_estimate,
    pylot_estimate_input,
    pylot_estimate_input_values,
    pylot_estimate_choice,
    pylot_estimate_compute,
    pylot_estimate_public,
    pylot_estimate_request,
    pylot_booking_request_estimate,
    pylot_waitlist_offer,
    pylot_waitlist,
    pylot_waitlist_free,
    pylot_waitlist_run,
    pylot_waitlist_take,
    pylot_waitlist_join,
    pylot_waitlist_release,
    pylot_appointment_waitlist,
    pylot_cancel_reason,
    pylot_invitation,
    pylot_invitation_send,
    mail_mail,
    mail_mail_send,
    pylot_notice_mixin,
    pylot_notice_office,
    pylot_document_link,
    pylot_reminder_document,
    pylot_reminder_document_office,
    pylot_reminder_policy,
    pylot_reminder_policy_plan,
    pylot_reminder_policy_dry,
    pylot_reminder_policy_office,
    pylot_reminder_policy_problem,
    pylot_reminder_level,
    pylot_reminder_level_office,
    pylot_reminder_level_preview,
    pylot_reminder,
    pylot_reminder_send,
    pylot_reminder_channel,
    pylot_notice_mixin_mail,
    pylot_reminder_office,
    pylot_message,
    pylot_visit_notice,
    pylot_visit_notice_send,
    pylot_conflict,
    pylot_team,
    pylot_team_starter,
    pylot_team_assign,
    pylot_team_sender,
    pylot_team_figures,
    pylot_team_provider,
    pylot_team_public,
    pylot_team_rating,
    pylot_team_mail,
    pylot_complaint_stage,
    pylot_complaint_stage_provider,
    pylot_complaint_type,
    pylot_complaint_tag,
    pylot_complaint,
    pylot_complaint_number,
    pylot_complaint_state,
    pylot_complaint_next,
    pylot_complaint_letter,
    pylot_complaint_mail,
    pylot_complaint_mail_route,
    pylot_complaint_mail_new,
    pylot_complaint_mail_report,
    pylot_complaint_mail_post,
    pylot_complaint_target,
    pylot_complaint_public,
    pylot_complaint_notice,
    pylot_complaint_notice_send,
    pylot_complaint_action,
    pylot_complaint_action_line,
    pylot_complaint_action_run,
    pylot_complaint_action_approval,
    pylot_complaint_action_refund,
    pylot_complaint_action_credit,
    pylot_complaint_action_reduction,
    pylot_complaint_action_replacement,
    pylot_complaint_action_repair,
    pylot_complaint_action_voucher,
    pylot_complaint_action_refusal,
    pylot_complaint_remedy,
    pylot_complaint_statutory,
    pylot_complaint_statutory_text,
    pylot_complaint_withdrawal,
    pylot_complaint_search,
    pylot_complaint_pause,
    pylot_complaint_target_plan,
    pylot_complaint_target_refresh,
    pylot_base_rate,
    pylot_base_rate_known,
    pylot_sla_policy,
    pylot_sla_policy_match,
    pylot_sla_status,
    pylot_sla_status_follow,
    pylot_sla_status_watch,
    pylot_complaint_stage_meaning,
    pylot_complaint_decision,
    pylot_complaint_wording,
    pylot_complaint_closing,
    pylot_complaint_buttons,
    pylot_complaint_silence,
    pylot_complaint_reminder,
    pylot_complaint_rating,
    pylot_complaint_merge,
    pylot_complaint_privacy,
    pylot_complaint_scrub,
    pylot_complaint_notice_closing,
    pylot_complaint_form,
    pylot_complaint_page,
    pylot_complaint_page_reply,
    pylot_complaint_sight,
    pylot_complaint_desk,
    pylot_complaint_desk_talk,
    pylot_complaint_desk_act,
    pylot_complaint_desk_visit,
    pylot_complaint_assign,
    pylot_complaint_about,
    pylot_complaint_board,
    pylot_complaint_matters,
    pylot_complaint_similar,
    pylot_complaint_writing,
    pylot_complaint_presence,
    pylot_complaint_reply,
    pylot_complaint_source,
    pylot_complaint_settlement,
    pylot_complaint_report,
    pylot_demo,
    pylot_demo_round,
    pylot_demo_complaint,
    pylot_demo_dunning,
    pylot_demo_german,
    resource_calendar,
    resource_calendar_attendance,
    resource_calendar_leaves,
    resource_resource,
    resource_resource_feed,
    resource_resource_day,
    resource_resource_day_link,
    pylot_booking_day,
    hr_employee,
    calendar_event,
    calendar_event_booking,
    calendar_event_visit,
    calendar_event_access,
    calendar_event_privacy,
    calendar_event_state,
    calendar_event_assign,
    calendar_event_sale,
    calendar_event_customer,
    calendar_event_request,
    calendar_event_same_customer,
    calendar_event_invitation,
    calendar_event_window,
    calendar_event_wording,
    calendar_event_arrival,
    calendar_event_letter,
    calendar_event_reminder,
    calendar_event_promise,
    calendar_event_ics,
    calendar_event_feed,
    ir_attachment,
    mail_followers,
    mail_message,
    mail_thread,
    ir_sequence,
    res_users,
    calendar_event_self_service,
    calendar_event_inform,
    calendar_event_waitlist,
    calendar_event_order,
    calendar_event_dispatcher,
    calendar_event_run,
    calendar_event_deposit,
    calendar_event_fee,
    calendar_event_no_show,
    calendar_event_series,
    calendar_event_complaint,
    product_template,
    product_template_warranty,
    product_template_labour,
    ir_http,
    ir_websocket,
    ir_websocket_board,
    calendar_event_board,
    pylot_board,
    pylot_board_candidates,
    pylot_board_list,
    pylot_board_move,
    pylot_board_plan,
    pylot_board_technicians,
    pylot_board_times,
    pylot_board_travel,
    pylot_board_tray,
    pylot_board_visits,
    res_company,
    res_company_complaint,
    res_company_closing,
    res_company_sending,
    res_company_visit_messages,
    res_config_settings_closing,
    res_company_remedy,
    res_company_invoicing,
    res_config_settings,
    res_config_settings_remedy,
    res_config_settings_invoicing,
    res_config_settings_sending,
    res_partner,
    res_partner_no_show,
    res_partner_search,
    res_partner_sending,
    res_partner_booking,
    res_partner_complaint,
    res_partner_messages,
    sale_order_complaint_source,
    account_move_complaint_source,
    calendar_event_complaint_source,
    calendar_event_estimate,
    sale_order,
    sale_order_invitation,
    sale_order_complaint,
    sale_order_line,
    sale_order_line_complaint,
    sale_order_deposit,
    sale_order_reminder,
    sale_order_estimate,
    sale_order_quotation,
    sale_order_confirmation,
    sale_order_confirming,
    sale_order_letter,
    sale_order_line_letter,
    pylot_reminder_policy_confirmation,
    pylot_reminder_level_confirmation,
    pylot_reminder_at_once,
    sale_order_line_deposit,
    sale_order_invoicing,
    sale_order_invoicing_run,
    sale_order_invoicing_due,
    sale_order_line_invoicing,
    calendar_event_invoicing,
    payment_transaction,
    account_move_complaint,
    account_move_line_complaint,
    account_move_sending,
    account_move_sending_run,
    account_move_send,
    account_move_labour,
    account_move_line_labour,
    pylot_payment_promise,
    pylot_payment_promise_state,
    pylot_dunning,
    pylot_dunning_line,
    pylot_dunning_number,
    pylot_dunning_case,
    pylot_dunning_underway,
    pylot_dunning_send,
    pylot_dunning_letter,
    pylot_dunning_disturb,
    pylot_reminder_level_dunning,
    pylot_complaint_dunning,
    res_company_dunning,
    account_move_dunning,
    account_move_dunning_hold,
    account_move_dunning_payment,
    account_move_line_dunning,
    account_partial_reconcile_dunning,
    account_payment_dunning,
    pylot_reminder_dunning,
    account_move_dunning_figures,
    res_partner_dunning,
    pylot_dunning_charge,
    pylot_dunning_total,
    pylot_dunning_claim,
    account_move_dunning_claim,
    account_move_line_lump_sum,
    res_config_settings_dunning,
)

# what the customer gets of dunning
from . import (
    pylot_reminder_level_letter,
    pylot_reminder_letter,
    pylot_dunning_paper,
    pylot_dunning_page,
    pylot_dunning_qr,
    pylot_dunning_promise,
    res_company_promise,
    pylot_dunning_handover,
    pylot_dunning_dossier,
    pylot_dunning_dossier_tables,
    pylot_dunning_dossier_words,
    account_move_handover,
)
from . import pylot_finance_plan
from . import pylot_finance_plan_offer
from . import pylot_finance_plan_find
from . import pylot_finance_plan_example
from . import pylot_finance_plan_wording
from . import pylot_faq_audience
from . import pylot_faq_category
from . import pylot_faq_article
from . import pylot_faq_article_audience
from . import pylot_faq_article_history
from . import pylot_faq_article_publish
from . import pylot_faq_article_review
from . import pylot_faq_article_complaint
from . import pylot_faq_article_insert
from . import pylot_faq_version
from . import pylot_faq_query
from . import pylot_faq_vote
from . import pylot_faq_view
from . import pylot_faq_article_votes
from . import pylot_faq_article_page
from . import pylot_faq_article_suggest
from . import pylot_faq_category_page
from . import pylot_faq_query_session
from . import pylot_faq_query_box
from . import pylot_complaint_faq
from . import pylot_faq_report
from . import pylot_faq_week
from . import pylot_faq_week_tell
from . import pylot_complaint_faq_draft
from . import pylot_complaint_faq_match
from . import pylot_complaint_faq_mail
from . import res_company_faq
from . import res_config_settings_faq
from . import (
    pylot_faq_term,
    pylot_faq_term_pieces,
    pylot_faq_term_near,
    pylot_faq_term_hits,
    pylot_faq_term_store,
    pylot_faq_synonym,
    pylot_faq_article_index,
    pylot_faq_category_index,
    pylot_faq_article_match,
    pylot_faq_article_hits,
    pylot_faq_article_best,
    pylot_faq_article_search,
    pylot_faq_article_reasons,
    ir_module_module_faq,
    res_lang_faq,
)
from . import pylot_calculator
from . import pylot_calculator_wording
from . import pylot_calculator_schedule
from . import pylot_calculator_instalments
from . import pylot_calculator_loan
from . import pylot_calculator_discount
from . import pylot_calculator_vat
from . import pylot_calculator_late_interest
from . import pylot_calculator_reduction
from . import pylot_calculator_mail
from . import pylot_finance_plan_term
from . import pylot_finance_request
from . import sale_order_finance

# what technicians do about money on site
from . import account_move_cash
from . import account_move_pay
from . import account_move_pay_ways
from . import account_move_site
from . import account_payment_cash
from . import calendar_event_pay
from . import calendar_event_site_invoice
from . import calendar_event_site_order
from . import pylot_cash_entry
from . import pylot_cash_entry_float
from . import pylot_cash_entry_receipt
from . import pylot_cash_entry_take
from . import pylot_cash_entry_take_back
from . import pylot_cash_handover
from . import pylot_cash_handover_count
from . import pylot_pay_link
from . import res_company_cash
from . import res_config_settings_cash
from . import resource_resource_cash
from . import sale_order_line_site
from . import sale_order_site_invoice
from . import pylot_checklist_item
from . import pylot_appointment_checklist
from . import pylot_visit_act
from . import pylot_visit_time
from . import pylot_visit_photo
from . import pylot_visit_check
from . import pylot_visit_part
from . import pylot_visit_report
from . import calendar_event_day
from . import calendar_event_day_arrival
from . import calendar_event_day_checks
from . import calendar_event_day_lock
from . import calendar_event_day_nobody
from . import calendar_event_day_page
from . import calendar_event_day_paper
from . import calendar_event_day_parts
from . import calendar_event_day_report
from . import pylot_visit_notice_day
from . import resource_resource_day_span
from . import calendar_event_status
from . import calendar_event_status_words
from . import res_partner_door_hint
from . import calendar_event_hints
from . import calendar_event_hints_read
from . import resource_resource_hints
from . import pylot_availability_minutes
from . import resource_resource_load
from . import calendar_event_bundle
from . import calendar_event_plan
from . import pylot_availability_hours
from . import pylot_plan
from . import pylot_plan_costs
from . import pylot_plan_crews
from . import pylot_plan_line
from . import pylot_plan_problem
from . import pylot_plan_propose
from . import pylot_plan_run
from . import pylot_plan_technicians
from . import pylot_plan_visits
from . import pylot_plan_ways
from . import pylot_plan_matrix
from . import pylot_plan_solve
from . import pylot_plan_apply
from . import pylot_plan_recheck
from . import pylot_plan_tell
from . import pylot_plan_undo
from . import pylot_plan_line_change
from . import pylot_plan_line_undo
from . import pylot_visit_notice_bundle
from . import res_company_plan
from . import pylot_technician_day
from . import pylot_visit_analysis
from . import pylot_visit_analysis_query
from . import calendar_event_replan
from . import resource_resource_replan
from . import calendar_event_status_time
from . import res_company_matrix
from . import res_config_settings_plan
from . import pylot_plan_replan
from . import calendar_event_news
from . import pylot_plan_hand
from . import pylot_plan_line_hand
from . import pylot_plan_limits
