// English sentences of refusals that know how many, how much or until when (client/ui/refusal-words.ts).

export const refusals = {
  'refused.limit_variant.one': 'Each person may reserve {count} of this one at most. Nothing was reserved.',
  'refused.limit_variant.other': 'Each person may reserve {count} of this one at most. Nothing was reserved.',
  'refused.limit_show.one': 'Each person may reserve {count} piece in a show at most. Nothing was reserved.',
  'refused.limit_show.other':
    'Each person may reserve {count} pieces in a show at most. Nothing was reserved.',
  'refused.limit_value':
    'Each person may reserve goods for {sum} in a show at most. With this you would be above it; nothing was reserved.',
  'refused.limit_own': 'With this you would be above your own limit of {sum}. Nothing was reserved.',
  'refused.cool_off':
    'Reservations of this value need a pause in between. Nothing was reserved. Possible again: {time}.',
  'refused.too_many_questions.one':
    'You have {count} question waiting, which is the most. Wait for an answer, or take it back.',
  'refused.too_many_questions.other':
    'You have {count} questions waiting, which is the most. Wait for an answer, or take one back.',
  'refused.muted': 'You cannot write or ask here until {time}. You can go on watching and reserving.',
  'refused.nickname_often': 'You have changed your name often today. You keep it until {time}.',
} as const;
