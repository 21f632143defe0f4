// Generated from the migrations; one schema for both databases.

diesel::table! {
    secrets (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    parks (id) {
        id -> BigInt,
        code -> Text,
        name -> Text,
        kind -> Text,
        active -> Bool,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    departments (id) {
        id -> BigInt,
        name -> Text,
        kind -> Text,
        notice_emails -> Text,
        peer_group -> Nullable<Text>,
        duty_contact -> Nullable<Text>,
        active -> Bool,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
        wants_slip_pdf -> Bool,
    }
}

diesel::table! {
    users (id) {
        id -> BigInt,
        username -> Text,
        display_name -> Text,
        role -> Text,
        park_id -> Nullable<BigInt>,
        department_id -> Nullable<BigInt>,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        password_hash -> Text,
        password_changed_at -> Timestamp,
        must_change_password -> Bool,
        token_version -> BigInt,
        active -> Bool,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        user_id -> BigInt,
        user_agent -> Text,
        address -> Text,
        created_at -> Timestamp,
        last_used_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    refresh_tokens (id) {
        id -> BigInt,
        session_id -> BigInt,
        token_hash -> Text,
        created_at -> Timestamp,
        spent_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sign_in_failures (subject) {
        subject -> Text,
        failures -> BigInt,
        window_from -> Timestamp,
        locked_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    idempotency_keys (id) {
        id -> BigInt,
        user_id -> BigInt,
        method -> Text,
        path -> Text,
        idempotency_key -> Text,
        body_hash -> Text,
        status -> BigInt,
        location -> Nullable<Text>,
        etag -> Nullable<Text>,
        body -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    categories (id) {
        id -> BigInt,
        name -> Text,
        parent_id -> Nullable<BigInt>,
        active -> Bool,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    enterprises (id) {
        id -> BigInt,
        name -> Text,
        credit_code -> Nullable<Text>,
        park_id -> BigInt,
        industry -> Nullable<Text>,
        size -> Nullable<Text>,
        tags -> Text,
        assisting_leader -> Nullable<Text>,
        liaison_user_id -> Nullable<BigInt>,
        contacts -> Text,
        active -> Bool,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
        initials -> Nullable<Text>,
    }
}

diesel::table! {
    enterprise_statuses (id) {
        id -> BigInt,
        enterprise_id -> BigInt,
        status -> Text,
        since -> Date,
        recorded_by -> Nullable<BigInt>,
        recorded_at -> Timestamp,
        counted_on -> Date,
    }
}

diesel::table! {
    enterprise_status_checks (id) {
        id -> BigInt,
        enterprise_id -> BigInt,
        checked_on -> Date,
        counted_on -> Date,
        recorded_by -> Nullable<BigInt>,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    calendar_notices (year) {
        year -> BigInt,
        off_days -> Text,
        work_days -> Text,
        updated_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    time_limit_policies (id) {
        id -> BigInt,
        name -> Text,
        severity -> Nullable<Text>,
        category_id -> Nullable<BigInt>,
        level -> Nullable<Text>,
        targets -> Text,
        warning -> Nullable<Text>,
        extension -> Text,
        active -> Bool,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    time_limit_policy_versions (id) {
        id -> BigInt,
        policy_id -> BigInt,
        version -> BigInt,
        content -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    visits (id) {
        id -> BigInt,
        park_id -> BigInt,
        enterprise_id -> Nullable<BigInt>,
        site_name -> Nullable<Text>,
        visited_on -> Date,
        participants -> Text,
        summary -> Nullable<Text>,
        voided_at -> Nullable<Timestamp>,
        void_reason -> Nullable<Text>,
        recorded_by -> Nullable<BigInt>,
        active -> Bool,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    visit_events (id) {
        id -> BigInt,
        visit_id -> BigInt,
        kind -> Text,
        occurred_on -> Date,
        recorded_at -> Timestamp,
        counted_on -> Date,
        actor_id -> Nullable<BigInt>,
        actor_name -> Nullable<Text>,
        actor_role -> Nullable<Text>,
        data -> Text,
    }
}

diesel::table! {
    visit_states (id) {
        id -> BigInt,
        visit_id -> BigInt,
        from_day -> Date,
        until_day -> Date,
        counted_on -> Date,
        park_id -> BigInt,
        enterprise_id -> Nullable<BigInt>,
        at_site -> Bool,
        voided -> Bool,
    }
}

diesel::table! {
    problems (id) {
        id -> BigInt,
        number -> Text,
        title -> Text,
        title_key -> Text,
        description -> Text,
        park_id -> BigInt,
        enterprise_id -> Nullable<BigInt>,
        site_name -> Nullable<Text>,
        visit_id -> Nullable<BigInt>,
        source -> Text,
        source_reference -> Nullable<Text>,
        source_due_on -> Nullable<Date>,
        category_id -> Nullable<BigInt>,
        severity -> Text,
        level -> Text,
        status -> Text,
        outcome -> Nullable<Text>,
        round -> BigInt,
        raised_on -> Date,
        reported_on -> Date,
        reported_at -> Timestamp,
        reported_by -> Nullable<BigInt>,
        lead_department_id -> Nullable<BigInt>,
        dispatched_at -> Nullable<Timestamp>,
        accepted_at -> Nullable<Timestamp>,
        resolved_at -> Nullable<Timestamp>,
        closed_at -> Nullable<Timestamp>,
        due_on -> Nullable<Date>,
        yellow_at -> Nullable<Timestamp>,
        red_at -> Nullable<Timestamp>,
        satisfaction -> Nullable<BigInt>,
        returned_count -> BigInt,
        reopened_count -> BigInt,
        extended_count -> BigInt,
        supervised_count -> BigInt,
        facts -> Text,
        active -> Bool,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
        confidential -> Bool,
    }
}

diesel::table! {
    problem_numbers (park_code, year) {
        park_code -> Text,
        year -> BigInt,
        last -> BigInt,
    }
}

diesel::table! {
    assignments (id) {
        id -> BigInt,
        problem_id -> BigInt,
        department_id -> BigInt,
        role -> Text,
        round -> BigInt,
        handler -> Nullable<Text>,
        is_final -> Bool,
        note -> Nullable<Text>,
        meet_at -> Nullable<Timestamp>,
        place -> Nullable<Text>,
        dispatched_at -> Timestamp,
        accepted_at -> Nullable<Timestamp>,
        finished_at -> Nullable<Timestamp>,
        finished_by -> Nullable<Text>,
        policy -> Text,
    }
}

diesel::table! {
    clocks (id) {
        id -> BigInt,
        problem_id -> BigInt,
        assignment_id -> Nullable<BigInt>,
        department_id -> Nullable<BigInt>,
        round -> BigInt,
        kind -> Text,
        started_at -> Timestamp,
        terms -> Text,
        due_on -> Date,
        due_at -> Nullable<Timestamp>,
        original_due_on -> Date,
        provisional -> Bool,
        yellow_at -> Nullable<Timestamp>,
        red_at -> Timestamp,
        paused -> Bool,
        ended_at -> Nullable<Timestamp>,
        ended_on -> Nullable<Date>,
        met -> Nullable<Bool>,
    }
}

diesel::table! {
    problem_events (id) {
        id -> BigInt,
        problem_id -> BigInt,
        kind -> Text,
        occurred_on -> Date,
        recorded_at -> Timestamp,
        counted_on -> Date,
        round -> BigInt,
        department_id -> Nullable<BigInt>,
        actor_id -> Nullable<BigInt>,
        actor_name -> Nullable<Text>,
        actor_role -> Nullable<Text>,
        on_behalf_of -> Nullable<Text>,
        text -> Nullable<Text>,
        data -> Text,
    }
}

diesel::table! {
    problem_waits (id) {
        id -> BigInt,
        problem_id -> BigInt,
        kind -> Text,
        whom -> Text,
        park_id -> BigInt,
        department_id -> Nullable<BigInt>,
        not_user_id -> Nullable<BigInt>,
        from_at -> Timestamp,
        until_at -> Timestamp,
        red_at -> Timestamp,
    }
}

diesel::table! {
    problem_states (id) {
        id -> BigInt,
        problem_id -> BigInt,
        round -> BigInt,
        is_current -> Bool,
        from_day -> Date,
        until_day -> Date,
        status -> Text,
        outcome -> Nullable<Text>,
        park_id -> BigInt,
        enterprise_id -> Nullable<BigInt>,
        category_id -> Nullable<BigInt>,
        severity -> Text,
        level -> Text,
        source -> Text,
        lead_department_id -> Nullable<BigInt>,
        reported_on -> Date,
        due_on -> Nullable<Date>,
        original_due_on -> Nullable<Date>,
        resolved_on -> Nullable<Date>,
        resolved_due_on -> Nullable<Date>,
        sent_back -> Bool,
        confirmed -> Bool,
        contradicted -> Bool,
        reached -> Bool,
        satisfaction -> Nullable<BigInt>,
        returned -> BigInt,
        extended -> BigInt,
        reopened -> BigInt,
        supervised -> BigInt,
        accept_due_on -> Nullable<Date>,
        accepted_on -> Nullable<Date>,
        resolved_department_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    support_states (id) {
        id -> BigInt,
        problem_id -> BigInt,
        assignment_id -> BigInt,
        department_id -> BigInt,
        from_day -> Date,
        until_day -> Date,
        due_on -> Nullable<Date>,
        replied_on -> Nullable<Date>,
        ended -> Bool,
    }
}

diesel::table! {
    week_closings (id) {
        id -> BigInt,
        week -> Text,
        from_day -> Date,
        to_day -> Date,
        issue_number -> Nullable<Text>,
        closed_at -> Timestamp,
        issued_by -> Nullable<BigInt>,
        last_event_id -> BigInt,
        audit_head -> Text,
        letterhead -> Nullable<Text>,
    }
}

diesel::table! {
    monthly_reports (id) {
        id -> BigInt,
        month -> Date,
        as_of -> Date,
        park_id -> Nullable<BigInt>,
        issue_number -> Text,
        issued_at -> Timestamp,
        issued_by -> BigInt,
        audit_head -> Text,
        content -> Text,
    }
}

diesel::table! {
    weekly_reports (id) {
        id -> BigInt,
        week -> Text,
        from_day -> Date,
        to_day -> Date,
        park_id -> Nullable<BigInt>,
        issue_number -> Nullable<Text>,
        closed_at -> Timestamp,
        issued_by -> Nullable<BigInt>,
        last_event_id -> BigInt,
        audit_head -> Text,
        content -> Text,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        dedup_key -> Text,
        message_id -> Text,
        kind -> Text,
        problem_id -> Nullable<BigInt>,
        recipient -> Text,
        recipient_name -> Nullable<Text>,
        thread_id -> Nullable<Text>,
        subject -> Text,
        body_text -> Text,
        body_html -> Text,
        state -> Text,
        attempts -> BigInt,
        next_attempt_at -> Timestamp,
        lease_until -> Nullable<Timestamp>,
        lease_token -> Nullable<Text>,
        last_answer -> Nullable<Text>,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        attachment_id -> Nullable<BigInt>,
        user_id -> Nullable<BigInt>,
        standing -> Nullable<Text>,
        department_id -> Nullable<BigInt>,
        queued_for -> Nullable<Text>,
        letter -> Nullable<Text>,
        entry_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    mail_attachments (id) {
        id -> BigInt,
        file_name -> Text,
        content_type -> Text,
        content -> Binary,
    }
}

diesel::table! {
    circulated_reports (report_id) {
        report_id -> BigInt,
        circulated_at -> Timestamp,
        mails -> BigInt,
    }
}

diesel::table! {
    weekly_mail_wishes (user_id) {
        user_id -> BigInt,
        wanted -> Bool,
        hour -> Nullable<BigInt>,
    }
}

diesel::table! {
    audit_records (id) {
        id -> BigInt,
        recorded_at -> Timestamp,
        actor_id -> Nullable<BigInt>,
        actor_name -> Nullable<Text>,
        actor_role -> Nullable<Text>,
        action -> Text,
        target -> Text,
        target_id -> Nullable<BigInt>,
        request_id -> Nullable<Text>,
        address -> Nullable<Text>,
        data -> Text,
    }
}

diesel::table! {
    audit_seals (sequence) {
        sequence -> BigInt,
        record_id -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    job_leases (name) {
        name -> Text,
        holder -> Text,
        until_at -> Timestamp,
    }
}

diesel::table! {
    attachments (id) {
        id -> BigInt,
        problem_id -> Nullable<BigInt>,
        visit_id -> Nullable<BigInt>,
        event_id -> Nullable<BigInt>,
        file_name -> Text,
        content_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        stored_name -> Text,
        thumbnail_name -> Nullable<Text>,
        uploaded_by -> BigInt,
        uploaded_by_name -> Text,
        created_at -> Timestamp,
        voided_at -> Nullable<Timestamp>,
        void_reason -> Nullable<Text>,
        entry_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    doors (id) {
        id -> BigInt,
        enterprise_id -> BigInt,
        label -> Nullable<Text>,
        contact -> Nullable<Text>,
        token_hash -> Text,
        expires_on -> Date,
        last_used_on -> Nullable<Date>,
        created_by -> BigInt,
        revoked_by -> Nullable<BigInt>,
        revoked_at -> Nullable<Timestamp>,
        revoke_reason -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    door_reports (id) {
        id -> BigInt,
        door_id -> BigInt,
        enterprise_id -> BigInt,
        title -> Text,
        description -> Text,
        category_id -> Nullable<BigInt>,
        severity -> Text,
        confidential -> Bool,
        contact_name -> Text,
        contact_phone -> Text,
        status -> Text,
        filed_on -> Date,
        problem_id -> Nullable<BigInt>,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        reason -> Nullable<Text>,
        idempotency_key -> Nullable<Text>,
        body_hash -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    door_answers (id) {
        id -> BigInt,
        door_id -> BigInt,
        problem_id -> BigInt,
        solved -> Bool,
        satisfaction -> BigInt,
        answered_on -> Date,
        answered_at -> Timestamp,
    }
}

diesel::table! {
    imports (id) {
        id -> BigInt,
        kind -> Text,
        state -> Text,
        dry_run -> Bool,
        mode -> Text,
        create_missing -> Text,
        mapping -> Text,
        file_name -> Text,
        file_hash -> Text,
        requested_by -> BigInt,
        park_id -> Nullable<BigInt>,
        header -> Text,
        rows_done -> BigInt,
        rows_total -> Nullable<BigInt>,
        new_count -> BigInt,
        same_count -> BigInt,
        different_count -> BigInt,
        wrong_count -> BigInt,
        making -> Text,
        fault_code -> Nullable<Text>,
        fault_zh -> Nullable<Text>,
        fault_en -> Nullable<Text>,
        lease_token -> Nullable<Text>,
        lease_until -> Nullable<Timestamp>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
        prepared_count -> BigInt,
        sheet -> Nullable<Text>,
        kept_bytes -> BigInt,
        unit -> Nullable<Text>,
        department_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    import_files (import_id) {
        import_id -> BigInt,
        content -> Binary,
    }
}

diesel::table! {
    import_rows (import_id, row_number) {
        import_id -> BigInt,
        row_number -> BigInt,
        plan -> Text,
    }
}

diesel::table! {
    import_issues (id) {
        id -> BigInt,
        import_id -> BigInt,
        row_number -> BigInt,
        column_key -> Nullable<Text>,
        code -> Text,
        is_note -> Bool,
        detail_zh -> Text,
        detail_en -> Text,
    }
}

diesel::table! {
    entries (id) {
        id -> BigInt,
        ledger -> Text,
        number -> Text,
        title -> Text,
        park_id -> Nullable<BigInt>,
        enterprise_id -> Nullable<BigInt>,
        department_id -> Nullable<BigInt>,
        status -> Text,
        listed_on -> Date,
        due_on -> Nullable<Date>,
        yellow_from -> Nullable<Date>,
        red_from -> Nullable<Date>,
        fields -> Text,
        shape -> BigInt,
        facts -> Text,
        recorded_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    entry_values (id) {
        id -> BigInt,
        entry_id -> BigInt,
        field -> Text,
        word -> Nullable<Text>,
        number -> Nullable<BigInt>,
        day -> Nullable<Date>,
    }
}

diesel::table! {
    entry_events (id) {
        id -> BigInt,
        entry_id -> BigInt,
        kind -> Text,
        occurred_on -> Date,
        recorded_at -> Timestamp,
        counted_on -> Date,
        status -> Text,
        actor_id -> Nullable<BigInt>,
        actor_name -> Nullable<Text>,
        actor_role -> Nullable<Text>,
        on_behalf_of -> Nullable<Text>,
        text -> Nullable<Text>,
        data -> Text,
        changed -> Text,
    }
}

diesel::table! {
    entry_states (id) {
        id -> BigInt,
        entry_id -> BigInt,
        ledger -> Text,
        from_day -> Date,
        until_day -> Date,
        status -> Text,
        park_id -> Nullable<BigInt>,
        enterprise_id -> Nullable<BigInt>,
        department_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    entry_state_values (id) {
        id -> BigInt,
        entry_id -> BigInt,
        field -> Text,
        from_day -> Date,
        until_day -> Date,
        word -> Nullable<Text>,
        number -> Nullable<BigInt>,
        day -> Nullable<Date>,
    }
}

diesel::table! {
    milestones (id) {
        id -> BigInt,
        entry_id -> BigInt,
        position -> BigInt,
        name -> Text,
        track -> Nullable<Text>,
        department_id -> Nullable<BigInt>,
        handler -> Nullable<Text>,
        due_on -> Date,
        original_due_on -> Date,
        done_on -> Nullable<Date>,
        provisional -> Bool,
        remind_on -> Nullable<Date>,
    }
}

diesel::table! {
    months (id) {
        id -> BigInt,
        entry_id -> BigInt,
        month -> Date,
        counted_on -> Date,
        event_id -> BigInt,
        figures -> Text,
        text -> Nullable<Text>,
    }
}

diesel::table! {
    links (id) {
        id -> BigInt,
        entry_id -> BigInt,
        kind -> Text,
        to_entry_id -> Nullable<BigInt>,
        problem_id -> Nullable<BigInt>,
        visit_id -> Nullable<BigInt>,
        enterprise_id -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

diesel::joinable!(users -> parks (park_id));
diesel::joinable!(users -> departments (department_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));
diesel::joinable!(idempotency_keys -> users (user_id));
diesel::joinable!(enterprises -> parks (park_id));
diesel::joinable!(enterprises -> users (liaison_user_id));
diesel::joinable!(enterprise_statuses -> enterprises (enterprise_id));
diesel::joinable!(enterprise_statuses -> users (recorded_by));
diesel::joinable!(enterprise_status_checks -> enterprises (enterprise_id));
diesel::joinable!(enterprise_status_checks -> users (recorded_by));
diesel::joinable!(time_limit_policies -> categories (category_id));
diesel::joinable!(time_limit_policy_versions -> time_limit_policies (policy_id));
diesel::joinable!(visits -> parks (park_id));
diesel::joinable!(visits -> enterprises (enterprise_id));
diesel::joinable!(visits -> users (recorded_by));
diesel::joinable!(visit_events -> visits (visit_id));
diesel::joinable!(visit_events -> users (actor_id));
diesel::joinable!(visit_states -> visits (visit_id));
diesel::joinable!(problems -> parks (park_id));
diesel::joinable!(problems -> enterprises (enterprise_id));
diesel::joinable!(problems -> visits (visit_id));
diesel::joinable!(problems -> categories (category_id));
diesel::joinable!(problems -> users (reported_by));
diesel::joinable!(problems -> departments (lead_department_id));
diesel::joinable!(assignments -> problems (problem_id));
diesel::joinable!(assignments -> departments (department_id));
diesel::joinable!(clocks -> problems (problem_id));
diesel::joinable!(clocks -> assignments (assignment_id));
diesel::joinable!(clocks -> departments (department_id));
diesel::joinable!(problem_events -> problems (problem_id));
diesel::joinable!(problem_events -> departments (department_id));
diesel::joinable!(problem_events -> users (actor_id));
diesel::joinable!(problem_waits -> problems (problem_id));
diesel::joinable!(problem_states -> problems (problem_id));
diesel::joinable!(support_states -> problems (problem_id));
diesel::joinable!(support_states -> assignments (assignment_id));
diesel::joinable!(weekly_reports -> parks (park_id));
diesel::joinable!(weekly_reports -> users (issued_by));
diesel::joinable!(monthly_reports -> parks (park_id));
diesel::joinable!(monthly_reports -> users (issued_by));
diesel::joinable!(outbox -> problems (problem_id));
diesel::joinable!(outbox -> mail_attachments (attachment_id));
diesel::joinable!(circulated_reports -> weekly_reports (report_id));
diesel::joinable!(weekly_mail_wishes -> users (user_id));
diesel::joinable!(audit_seals -> audit_records (record_id));
diesel::joinable!(attachments -> problems (problem_id));
diesel::joinable!(attachments -> visits (visit_id));
diesel::joinable!(attachments -> entries (entry_id));
diesel::joinable!(attachments -> users (uploaded_by));

diesel::table! {
    search_waiting (id) {
        id -> BigInt,
        kind -> Text,
        subject_id -> BigInt,
    }
}
diesel::joinable!(entry_values -> entries (entry_id));
diesel::joinable!(entry_events -> entries (entry_id));
diesel::joinable!(milestones -> entries (entry_id));
diesel::joinable!(months -> entries (entry_id));

diesel::allow_tables_to_appear_in_same_query!(
    settings,
    parks,
    departments,
    users,
    sessions,
    refresh_tokens,
    sign_in_failures,
    idempotency_keys,
    categories,
    enterprises,
    enterprise_statuses,
    enterprise_status_checks,
    calendar_notices,
    time_limit_policies,
    time_limit_policy_versions,
    visits,
    visit_events,
    visit_states,
    problems,
    problem_numbers,
    assignments,
    clocks,
    problem_events,
    problem_waits,
    problem_states,
    support_states,
    week_closings,
    weekly_reports,
    monthly_reports,
    circulated_reports,
    weekly_mail_wishes,
    outbox,
    mail_attachments,
    audit_records,
    audit_seals,
    job_leases,
    attachments,
    doors,
    door_reports,
    door_answers,
    imports,
    import_files,
    import_rows,
    import_issues,
    search_waiting,
    entries,
    entry_values,
    entry_events,
    entry_states,
    entry_state_values,
    milestones,
    months,
    links,
);
