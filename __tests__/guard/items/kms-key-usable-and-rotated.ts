import { type Cases } from '../configuration-item';
import { key } from '../resources';

const UNROTATED = { KeyRotationStatus: false };

export const cases: Cases = {
  passing: {
    'that rotates': key(),
    'for signatures': key({ customerMasterKeySpec: 'RSA_2048', keyUsage: 'SIGN_VERIFY' }, UNROTATED),
    'with material of its own': key({ origin: 'EXTERNAL' }, UNROTATED),
    'of a key store': key({ origin: 'AWS_CLOUDHSM' }, UNROTATED),
    'that waits for its material': key({ origin: 'EXTERNAL', keyState: 'PendingImport' }, UNROTATED),
  },
  failing: {
    'that does not rotate': [key({}, UNROTATED), 'The key does not rotate'],
    'whose rotation is unknown': [key({}, { KeyRotationStatus: undefined }), 'The key does not rotate'],
    'that will be deleted': [
      key({ keyState: 'PendingDeletion', deletionDate: 1772442927512, enabled: false }, UNROTATED),
      'The key is waiting for its deletion',
    ],
    'whose replicas will be deleted': [
      key({ keyState: 'PendingReplicaDeletion', multiRegion: true }),
      'The key is waiting for its deletion',
    ],
    'that is disabled': [key({ keyState: 'Disabled', enabled: false }), 'The key is disabled'],
  },
  skipping: { 'that AWS manages': key({ keyManager: 'AWS' }, UNROTATED) },
};
