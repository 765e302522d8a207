extension Policy {
  /// The policy that Weir starts with: deploy/policies/default.yaml, word for word, so that the programs need no file.
  /// A test compares the two; after a change to the file, `Tests/PolicyTests/StandardPolicyTests.swift` says how to
  /// bring this copy up to date.
  public static let standardYAML = ##"""
    # The policy that Weir starts with. The first rule that matches a question decides; what no rule matches is denied.
    # `weir policy test FILE` runs the tests at the end, and the gateway refuses a policy whose tests fail.
    version: 1
    name: default

    # What the model's answers are searched for while they stream. Patterns are RE2 without lazy quantifiers and Unicode
    # classes. Prefer bounded repetition: text is held back while a match is undecided, and a stream that would have to
    # hold more than 4096 bytes is stopped.
    filters:
      # Identifiers that the model makes up or remembers; the caller's own travel as placeholders such as [NAME_1].
      identifiers:
        - id: email
          category: identifier.email
          pattern: '\b[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@(?:[A-Za-z0-9\-]{1,63}\.){1,8}[A-Za-z]{2,24}\b'
          action: redact
          replacement: '[EMAIL]'
        - id: phone-north-america
          category: identifier.phone
          # Toll-free numbers are hotlines: poison control and suicide prevention must get through.
          pattern: '(?:\+1[ .\-]?)?(?:\([2-79]\d\d\) ?|\b(?:[2-79]\d\d|80[1-9]|81\d|82\d|83[0-24-9]|84[0-35-9]|85[0-46-9]|86[0-57-9]|87[0-689]|88[1-79]|89\d)[ .\-])\d{3}[ .\-]\d{4}\b'
          action: redact
          replacement: '[PHONE]'
        - id: phone-international
          category: identifier.phone
          pattern: '\+[2-9]\d{0,2}[ .\-]?(?:\d[ .\-]?){6,12}\d\b'
          action: redact
          replacement: '[PHONE]'
        - id: phone-china-mobile
          category: identifier.phone
          pattern: '\b(?:86[ \-]?)?1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}\b'
          action: redact
          replacement: '[PHONE]'
        - id: phone-china-landline
          category: identifier.phone
          pattern: '\b0\d{2,3}-\d{7,8}\b'
          action: redact
          replacement: '[PHONE]'
        - id: us-social-security
          category: identifier.national
          pattern: '\b\d{3}-\d{2}-\d{4}\b'
          action: redact
          replacement: '[ID]'
        - id: china-resident-identity
          category: identifier.national
          pattern: '\b[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]\b'
          action: redact
          replacement: '[ID]'
        - id: payment-card
          category: identifier.card
          pattern: '\b(?:(?:4\d{3}|5[1-5]\d\d|2[2-7]\d\d|6[0245]\d\d)(?:[ \-]?\d{4}){3}(?:[ \-]?\d{1,3})?|3[47]\d\d[ \-]?\d{6}[ \-]?\d{5})\b'
          action: redact
          replacement: '[CARD]'
        - id: bank-account
          category: identifier.account
          pattern: '\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b'
          action: redact
          replacement: '[ACCOUNT]'
        - id: ip-address
          category: identifier.network
          pattern: '\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b'
          action: redact
          replacement: '[IP]'
        - id: medical-record
          category: identifier.record
          pattern: '\b(?:MRN|medical record (?:number|no\.?))(?: is)?[ :#]{1,3}[A-Z0-9\-]{5,12}\b'
          ignore_case: true
          action: redact
          replacement: '[ID]'
        - id: medical-record-china
          category: identifier.record
          pattern: '(?:病历号|住院号|门诊号|医保卡?号|社保卡?号)[是为:： ]{0,3}[A-Za-z0-9\-]{5,20}'
          action: redact
          replacement: '[ID]'

      secrets:
        - id: private-key
          category: secret.private_key
          pattern: '-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----'
          action: stop
        - id: api-key
          category: secret.api_key
          pattern: '\b(?:sk-[A-Za-z0-9_\-]{20,}|(?:AKIA|ASIA)[A-Z0-9]{16}|gh[opusr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,}|xox[abeprs]-[A-Za-z0-9\-]{10,}|AIza[A-Za-z0-9_\-]{35}|[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|hf_[A-Za-z0-9]{30,})'
          action: redact
          replacement: '[SECRET]'
        - id: json-web-token
          category: secret.token
          pattern: '\beyJ[A-Za-z0-9_\-]{8,500}\.[A-Za-z0-9_\-]{8,900}\.[A-Za-z0-9_\-]{8,}'
          action: redact
          replacement: '[SECRET]'
        - id: url-credentials
          category: secret.password
          pattern: '\b[a-z][a-z0-9+.\-]{1,15}://[^\s/:@]{1,64}:[^\s/@]{1,128}@'
          action: redact
          replacement: '[SECRET]'
        - id: password
          category: secret.password
          pattern: '\b(?:api[_\-]?key|password|passwd)["'']? ?[:=] ?["'']?[A-Za-z0-9_\-/+.!@#$%^&*]{8,}'
          ignore_case: true
          action: redact
          replacement: '[SECRET]'
        - id: password-china
          category: secret.password
          pattern: '密码(?:是|为|：|:) ?[A-Za-z0-9_\-/+.!@#$%^&*]{6,}'
          action: redact
          replacement: '[SECRET]'

      # The model's own instructions and the markers that separate turns.
      leakage:
        - id: turn-marker
          category: leakage.turn
          pattern: '<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id|begin_of_text)\|>|<</?SYS>>|\[/?INST\]'
          action: stop
        - id: system-prompt
          category: leakage.system_prompt
          pattern: '\bmy (?:system prompt|(?:initial|hidden|original) instructions) (?:is|are|says?|reads?)\b|\bhere (?:is|are) my (?:system prompt|(?:initial |hidden |original )?instructions)\b'
          ignore_case: true
          action: stop
        - id: system-prompt-china
          category: leakage.system_prompt
          pattern: '我的(?:系统提示词?|(?:初始|隐藏|原始)指令)(?:是|如下|内容)'
          action: stop

      # Advice that must not be given whatever was asked. Warnings ("do not …") and offers of help stay.
      directives:
        - id: self-harm
          category: danger.self_harm
          pattern: '\b(?:you should|you ought to|you have to|you need to|you might as well|go ahead and|why don''t you|it is best to|it''s best to) (?:just |simply )?(?:kill|hang|harm|hurt|cut|poison|drown|starve) yourself\b'
          ignore_case: true
          action: stop
        - id: self-harm-china
          category: danger.self_harm
          pattern: '(?:你应该|你应当|你不如|你可以|建议你|你就)(?:直接)?去?(?:自杀|自残|割腕|上吊|跳楼|轻生)'
          action: stop
        - id: lethal-dose
          category: danger.lethal_dose
          pattern: '\b(?:lethal|fatal|deadly) dos(?:e|age)[^.\n]{0,80}\b\d{1,6}(?:\.\d{1,3})? ?(?:mg|g|grams?|milligrams?|ml|tablets?|pills?|capsules?)\b'
          ignore_case: true
          action: stop
        - id: lethal-dose-purpose
          category: danger.lethal_dose
          pattern: '\btake [^.\n]{0,60}\b(?:to die|to end (?:your life|it all)|to kill yourself|to overdose)\b'
          ignore_case: true
          action: stop
        - id: lethal-dose-china
          category: danger.lethal_dose
          pattern: '致死(?:剂)?量[^。\n]{0,40}\d{1,6}(?:\.\d{1,3})? ?(?:毫克|克|毫升|片|粒|mg|g|ml)|(?:服用|吃)[^。\n]{0,40}(?:即可|就能|足以)(?:致死|自杀)'
          action: stop
        - id: stopping-medicine
          category: caution.stop_medicine
          pattern: '\byou (?:should|can|must) (?:immediately )?stop taking (?:your |the )?(?:insulin|warfarin|prednisone|steroids?|beta[ \-]blockers?|antidepressants?|medications?|medicines?)\b'
          ignore_case: true
          action: flag
        - id: stopping-medicine-china
          category: caution.stop_medicine
          pattern: '(?:可以|应该|应当|建议)(?:立即|马上|自行)?(?:停药|停用(?:胰岛素|华法林|激素|降压药))'
          action: flag

    rules:
      - name: auditors read records, never patients' questions
        subjects: {tenants: ['*'], roles: [auditor]}
        routes: ['/v1/audit/*', /v1/models]
        models: ['*']
        decision: permit

      - name: auditors do not ask models
        subjects: {tenants: ['*'], roles: [auditor]}
        routes: ['*']
        models: ['*']
        decision: deny
        reason: the role auditor may read records only; ask with a clinical key

      - name: clinical staff ask models
        subjects: {tenants: ['*'], roles: [user, clinician, researcher, administrator]}
        routes: [/v1/chat/completions, weir.v1.Gateway/Chat]
        models: ['*']
        decision: permit
        obligations:
          deidentify: all
          filters: [identifiers, secrets, leakage, directives]
          retrieve: true
          # The small model that ships answers best from one passage; give a larger model more.
          passages_max: 1
          prompt_tokens_max: 2048
          completion_tokens_max: 512
          choices_max: 4
          requests_per_minute: 600
          tokens_per_minute: 600000
          system_prompt: You are a careful medical assistant. Use the passages. Do not guess.

      - name: clinical staff see what a model would see
        subjects: {tenants: ['*'], roles: [user, clinician, researcher, administrator]}
        routes: [/v1/deidentify, /v1/models, weir.v1.Gateway/Deidentify, '/console*']
        models: ['*']
        decision: permit
        obligations:
          deidentify: all
          filters: [identifiers, secrets, leakage, directives]
          requests_per_minute: 600

      - name: privacy officers put identifiers back, each time on the record
        subjects: {tenants: ['*'], roles: [privacy_officer]}
        routes: [/v1/reidentify]
        models: ['*']
        decision: permit

      - name: administrators read records
        subjects: {tenants: ['*'], roles: [administrator]}
        routes: ['/v1/audit/*']
        models: ['*']
        decision: permit

    tests:
      - name: an auditor reads records
        question: {tenant: clinic, role: auditor, route: '/v1/audit/*', model: none}
        decision: permit
      - name: an auditor asks no model
        question: {tenant: clinic, role: auditor, route: /v1/chat/completions, model: weir-small}
        decision: deny
      - name: a clinician cannot put the identifiers of an old answer back
        question: {tenant: clinic, role: clinician, route: /v1/reidentify, model: none}
        decision: deny
      - name: an unknown role is denied
        question: {tenant: clinic, role: visitor, route: /v1/chat/completions, model: weir-small}
        decision: deny
      - name: an unknown route is denied
        question: {tenant: clinic, role: clinician, route: /v1/embeddings, model: weir-small}
        decision: deny

      - name: a clinician's question is de-identified
        question: {tenant: clinic, role: clinician, route: /v1/chat/completions, model: weir-small}
        decision: permit
        deidentify:
          - text: 'Email jane.roe@example.org about the results.'
            kinds: {EMAIL: 1}
          - text: '患者手机号13800138000。'
            kinds: {PHONE: 1}

      - name: what the model says is filtered
        question: {tenant: clinic, role: clinician, route: /v1/chat/completions, model: weir-small}
        decision: permit
        filter:
          - text: 'Dear [NAME_1], born [DATE_2], take [OTHER_1] as [ID_12] says; call [PHONE_1] or [EMAIL_1]. 请[NAME_3]按时服药。'
            becomes: 'Dear [NAME_1], born [DATE_2], take [OTHER_1] as [ID_12] says; call [PHONE_1] or [EMAIL_1]. 请[NAME_3]按时服药。'
            categories: []
          - text: 'Take 500 mg every 6-8 hours, at most 4000 mg in 24 hours. BP 120/80, pH 7.35-7.45, 2024-05-01.'
            becomes: 'Take 500 mg every 6-8 hours, at most 4000 mg in 24 hours. BP 120/80, pH 7.35-7.45, 2024-05-01.'
            categories: []
          - text: 'Poison control: 1-800-222-1222, crisis line 988, 心理援助热线12356。'
            becomes: 'Poison control: 1-800-222-1222, crisis line 988, 心理援助热线12356。'
            categories: []
          - text: 'Write to dr.wu@clinic.example.com or call (212) 555-0142.'
            becomes: 'Write to [EMAIL] or call [PHONE].'
            categories: [identifier.email, identifier.phone]
          - text: '患者电话13912345678，身份证11010519491231002X，住院号：ZY20240017。'
            becomes: '患者电话[PHONE]，身份证[ID]，[ID]。'
            categories: [identifier.phone, identifier.national, identifier.record]
          - text: 'SSN 078-05-1120, card 4111 1111 1111 1111, MRN: 00482913, host 10.0.0.12.'
            becomes: 'SSN [ID], card [CARD], [ID], host [IP].'
            categories: [identifier.national, identifier.card, identifier.record, identifier.network]
          - text: 'Account DE89 3704 0044 0532 0130 00.'
            becomes: 'Account [ACCOUNT].'
            categories: [identifier.account]
          - text: 'The key is sk-abcdefghijklmnopqrstuvwx1234 for now.'
            becomes: 'The key is [SECRET] for now.'
            categories: [secret.api_key]
          - text: "Here it is:\n-----BEGIN RSA PRIVATE KEY-----\nMIIE"
            becomes: "Here it is:\n"
            stopped: true
            categories: [secret.private_key]
          - text: "Fine.<|im_start|>system"
            becomes: Fine.
            stopped: true
            categories: [leakage.turn]
          - text: 'Sure. My system prompt says: be careful.'
            becomes: 'Sure. '
            stopped: true
            categories: [leakage.system_prompt]
          - text: '好的。我的系统提示词是：'
            becomes: 好的。
            stopped: true
            categories: [leakage.system_prompt]
          - text: 'Then you should just kill yourself tonight.'
            becomes: 'Then '
            stopped: true
            categories: [danger.self_harm]
          - text: 'If you think of harming yourself, call 988. You should not hurt yourself.'
            becomes: 'If you think of harming yourself, call 988. You should not hurt yourself.'
            categories: []
          - text: 那你不如去自杀吧
            becomes: 那
            stopped: true
            categories: [danger.self_harm]
          - text: 'A lethal dose of it is about 12 g at once.'
            becomes: 'A '
            stopped: true
            categories: [danger.lethal_dose]
          - text: 该药致死量约为15克。
            becomes: 该药
            stopped: true
            categories: [danger.lethal_dose]
          - text: 'You can stop taking your insulin today.'
            becomes: 'You can stop taking your insulin today.'
            categories: [caution.stop_medicine]

    """##
}
