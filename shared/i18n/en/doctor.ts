// The stream doctor in the studio: what arrives, and what to do about it.
export const doctor = {
  'doctor.title': 'What arrives at the shop',
  'doctor.nothing': 'Nothing arrives yet. Go live here, or start sending from OBS.',
  'doctor.by.page': 'The picture comes from a studio page.',
  'doctor.by.encoder': 'The picture comes from OBS or another encoder.',
  'doctor.encoder.ready': 'An encoder is sending. Viewers do not see it yet.',
  'doctor.encoder.goLive': 'Go live with this picture',
  'doctor.encoder.paused': 'Paused. The encoder goes on sending; nobody sees or hears it.',
  'doctor.look': 'Look closely',
  'doctor.looking': 'A few seconds yet…',
  'doctor.verdict.good': 'Good',
  'doctor.verdict.fair': 'Could be better',
  'doctor.verdict.bad': 'Needs mending',
  'doctor.codec': 'Format',
  'doctor.size': 'Size',
  'doctor.fps': 'Pictures a second',
  'doctor.rate': 'Data rate',
  'doctor.keyFrames': 'Full pictures',
  'doctor.loss': 'Lost on the way',
  'doctor.sound': 'Sound',
  'doctor.layers': '{rate} in {count} sizes',
  'doctor.every': 'every {seconds} s at most',
  'doctor.asked': 'whenever one is needed',
  'doctor.without': 'without B-frames',
  'doctor.with': 'with B-frames',
  'doctor.none': 'none',
  'doctor.why.noPicture': 'No picture arrives. In OBS check the scene and that the stream has started.',
  'doctor.why.profile':
    'Not every phone can show this profile. In OBS set Output, Encoder, Profile to “baseline”.',
  'doctor.why.profileOdd':
    'Browsers cannot show this profile. In OBS set Output, Encoder, Profile to “baseline”.',
  'doctor.why.bFrames':
    'B-frames make the picture jump back and forth. In OBS set B-frames to 0, or Tune to “zerolatency”.',
  'doctor.why.sizeSmall':
    'The picture is small: details of the goods are hard to see. 1280 × 720 is a good size.',
  'doctor.why.sizeLarge': 'The picture is larger than phones can show. 1280 × 720 or 1920 × 1080 is enough.',
  'doctor.why.fpsLow':
    'Movements look jerky. Set 25 or 30 pictures a second, and give the camera more light.',
  'doctor.why.rateLow': 'Too little for a clear picture. Around 2500 kbit/s is good for 1280 × 720.',
  'doctor.why.rateHigh': 'More than many phones can take on the road. Set 2500 kbit/s.',
  'doctor.why.keyFramesRare':
    'Who comes in waits this long for the first picture. In OBS set the keyframe interval to 1 or 2 s.',
  'doctor.why.loss':
    'Pieces of the picture get lost between you and the shop. Use a cable, or a lower data rate.',
  'doctor.why.noSound': 'No sound arrives. Check the microphone.',
} as const;
