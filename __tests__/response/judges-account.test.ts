import { ACCOUNT, type Case, isRight, isWrong, NOW, OTHER, refuses, testJudges } from './judges';

const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const HALF_BLOCKED = { ...ALL_BLOCKED, BlockPublicPolicy: false, RestrictPublicBuckets: false };
const accountBlock = (block?: object): Case => ({
  reads: { ReadBlock: block ? { PublicAccessBlockConfiguration: block } : {} },
});

const encryption = (on: boolean): Case => ({ reads: { ReadDefault: { EbsEncryptionByDefault: on } } });

const STRICT = {
  MinimumPasswordLength: 14,
  PasswordReusePrevention: 24,
  RequireUppercaseCharacters: true,
  RequireLowercaseCharacters: true,
  RequireNumbers: true,
  RequireSymbols: true,
  AllowUsersToChangePassword: true,
  ExpirePasswords: false,
};
const LASTING = { MaxPasswordAge: 0, Expires: false, Lasts: true };
const expiring = (days: number) => ({ MaxPasswordAge: days, Expires: true, Lasts: false });
const NO_KINDS = {
  RequireUppercaseCharacters: 'false',
  RequireLowercaseCharacters: 'False',
  RequireNumbers: 'false',
  RequireSymbols: 'false',
};
const passwords = (policy?: object, parameters: Case['parameters'] = {}): Case => ({
  reads: { ReadPolicy: policy ? { PasswordPolicy: policy } : {} },
  parameters,
});
const policyValues = ({ ExpirePasswords: _, ...policy }: typeof STRICT & Record<string, unknown>) => policy;

const USER = 'AIDACKCEVSQ6C2EXAMPLE';
const day = (ago: number) => new Date(Date.parse(NOW) - ago * 86_400_000).toISOString();
interface Key {
  readonly status?: string;
  readonly created: number;
  readonly used?: number;
}
const accessKey = ({ status = 'Active', created }: Key, at: number) => ({
  UserName: 'ann',
  AccessKeyId: `AKIA${at}`,
  Status: status,
  CreateDate: day(created),
});
const lastUse = ({ used }: Key) => ({
  UserName: 'ann',
  AccessKeyLastUsed: {
    ServiceName: 's3',
    Region: 'eu-central-1',
    ...(used === undefined ? {} : { LastUsedDate: day(used) }),
  },
});
/** Days since its creation and last use. */
interface Password {
  readonly created: number;
  readonly used?: number;
}
const keys = (list: readonly Key[], UserId = USER, password?: Password): Case => ({
  resourceId: USER,
  reads: {
    FindUser: { baseConfigurationItems: [{ resourceName: 'ann' }] },
    ReadUser: {
      User: {
        UserName: 'ann',
        UserId,
        ...(password?.used === undefined ? {} : { PasswordLastUsed: day(password.used) }),
      },
    },
    ReadPassword: password ? { LoginProfile: { CreateDate: day(password.created) } } : { Tolerated: 'NoSuchEntity' },
    ReadKeys: { AccessKeyMetadata: list.map(accessKey), IsTruncated: false },
    ReadLastUse: { answers: list.map(lastUse) },
  },
});
const keysWere = (list: readonly Key[]) => ({
  UserName: 'ann',
  AccessKeys: list.map((one, at) => {
    const { AccessKeyId, Status, CreateDate } = accessKey(one, at);
    return { AccessKeyId, Status, CreateDate, LastUsedDate: one.used === undefined ? null : day(one.used) };
  }),
});
const switchesOff = (first: string, second = '') => ({ UserName: 'ann', FirstKey: first, SecondKey: second });
const NONE_UNUSED = 'ann has no active access key that is unused';
const PASSWORD_UNUSED = `${NONE_UNUSED}; the password is unused too: delete it by hand, or use it`;

testJudges({
  's3-account-public-access': {
    'no block': [
      accountBlock(),
      isWrong(
        'the account leaves BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets off',
        null,
      ),
    ],
    'half a block': [
      accountBlock(HALF_BLOCKED),
      isWrong('the account leaves BlockPublicPolicy, RestrictPublicBuckets off', HALF_BLOCKED),
    ],
    'a whole block': [accountBlock(ALL_BLOCKED), isRight('the account blocks public access', ALL_BLOCKED)],
    'another account': [
      { ...accountBlock(), resourceId: OTHER },
      refuses(`this runs in ${ACCOUNT} and is no business of ${OTHER}`),
    ],
  },
  'ebs-encryption-default': {
    off: [
      encryption(false),
      isWrong('new volumes are encrypted only where someone asks for it', { EbsEncryptionByDefault: false }),
    ],
    on: [encryption(true), isRight('new volumes are encrypted', { EbsEncryptionByDefault: true })],
    'another account': [
      { ...encryption(false), resourceId: OTHER },
      refuses(`this runs in ${ACCOUNT} and is no business of ${OTHER}`),
    ],
  },
  'iam-password-policy': {
    'no policy': [
      passwords(),
      isWrong('the account has no password policy', null, {
        ...policyValues(STRICT),
        AllowUsersToChangePassword: false,
        HardExpiry: false,
        ...LASTING,
      }),
    ],
    'as asked': [passwords(STRICT), isRight('the policy is as strict as asked', STRICT)],
    'shorter than asked': [
      passwords({ ...STRICT, MinimumPasswordLength: 8 }),
      isWrong(
        'less strict than asked: MinimumPasswordLength is 8',
        { ...STRICT, MinimumPasswordLength: 8 },
        {
          ...policyValues(STRICT),
          HardExpiry: false,
          ...LASTING,
        },
      ),
    ],
    'stricter in one respect, laxer in another': [
      passwords({ ...STRICT, MinimumPasswordLength: 20, RequireSymbols: false, HardExpiry: true, MaxPasswordAge: 60 }),
      isWrong(
        'less strict than asked: RequireSymbols is off',
        { ...STRICT, MinimumPasswordLength: 20, RequireSymbols: false, HardExpiry: true, MaxPasswordAge: 60 },
        { ...policyValues(STRICT), MinimumPasswordLength: 20, HardExpiry: true, ...expiring(60) },
      ),
    ],
    'no reuse prevention': [
      passwords({ ...policyValues(STRICT), PasswordReusePrevention: null }),
      isWrong(
        'less strict than asked: PasswordReusePrevention is off',
        { ...policyValues(STRICT), PasswordReusePrevention: null },
        { ...policyValues(STRICT), HardExpiry: false, ...LASTING },
      ),
    ],
    'an age is asked': [
      passwords(STRICT, { MaxPasswordAge: '90' }),
      isWrong('less strict than asked: MaxPasswordAge is off', STRICT, {
        ...policyValues(STRICT),
        HardExpiry: false,
        ...expiring(90),
      }),
    ],
    'a shorter age is there': [
      passwords({ ...STRICT, MaxPasswordAge: 30 }, { MaxPasswordAge: '90' }),
      isRight('the policy is as strict as asked', { ...STRICT, MaxPasswordAge: 30 }),
    ],
    'a longer age is there': [
      passwords({ ...STRICT, MaxPasswordAge: 365 }, { MaxPasswordAge: '90' }),
      isWrong(
        'less strict than asked: MaxPasswordAge is 365',
        { ...STRICT, MaxPasswordAge: 365 },
        {
          ...policyValues(STRICT),
          HardExpiry: false,
          ...expiring(90),
        },
      ),
    ],
    'kinds that nobody asks for stay': [
      passwords({ ...STRICT, RequireNumbers: false }, NO_KINDS),
      isRight('the policy is as strict as asked', { ...STRICT, RequireNumbers: false }),
    ],
    'the first policy asks for no fewer kinds than IAM does without one': [
      passwords(undefined, NO_KINDS),
      isWrong('the account has no password policy', null, {
        ...policyValues(STRICT),
        AllowUsersToChangePassword: false,
        HardExpiry: false,
        ...LASTING,
      }),
    ],
    'another account': [
      { ...passwords(), resourceId: OTHER },
      refuses(`this runs in ${ACCOUNT} and is no business of ${OTHER}`),
    ],
  },
  'iam-access-keys': {
    'used long ago': [
      keys([{ created: 400, used: 46 }]),
      isWrong('nobody has used AKIA0 of ann for 45 days', keysWere([{ created: 400, used: 46 }]), switchesOff('AKIA0')),
    ],
    'never used, and old': [
      keys([{ created: 46 }]),
      isWrong('nobody has used AKIA0 of ann for 45 days', keysWere([{ created: 46 }]), switchesOff('AKIA0')),
    ],
    'never used, but new': [keys([{ created: 44 }]), isRight(NONE_UNUSED, keysWere([{ created: 44 }]))],
    'old and in use': [
      keys([{ created: 4000, used: 1 }]),
      isRight(NONE_UNUSED, keysWere([{ created: 4000, used: 1 }])),
    ],
    'used as long ago as is allowed': [
      keys([{ created: 400, used: 45 }]),
      isRight(NONE_UNUSED, keysWere([{ created: 400, used: 45 }])),
    ],
    'other days': [
      { ...keys([{ created: 400, used: 46 }]), parameters: { Days: '90' } },
      isRight(NONE_UNUSED, keysWere([{ created: 400, used: 46 }])),
    ],
    'switched off already': [
      keys([{ created: 400, status: 'Inactive' }]),
      isRight(NONE_UNUSED, keysWere([{ created: 400, status: 'Inactive' }])),
    ],
    'one of two': [
      keys([{ created: 400, used: 1 }, { created: 400 }]),
      isWrong(
        'nobody has used AKIA1 of ann for 45 days',
        keysWere([{ created: 400, used: 1 }, { created: 400 }]),
        switchesOff('AKIA1'),
      ),
    ],
    both: [
      keys([{ created: 400, used: 300 }, { created: 400 }]),
      isWrong(
        'nobody has used AKIA0 and AKIA1 of ann for 45 days',
        keysWere([{ created: 400, used: 300 }, { created: 400 }]),
        switchesOff('AKIA0', 'AKIA1'),
      ),
    ],
    'no keys': [keys([]), isRight(NONE_UNUSED, keysWere([]))],
    'no keys, and a password that nobody uses': [
      keys([], USER, { created: 400, used: 46 }),
      { ...isRight(PASSWORD_UNUSED, keysWere([])), left: true },
    ],
    'a password that nobody has ever used': [
      keys([], USER, { created: 46 }),
      { ...isRight(PASSWORD_UNUSED, keysWere([])), left: true },
    ],
    'a password as old as is allowed': [
      keys([], USER, { created: 45 }),
      { ...isRight(NONE_UNUSED, keysWere([])), left: false },
    ],
    'an old password that is used': [
      keys([], USER, { created: 400, used: 1 }),
      { ...isRight(NONE_UNUSED, keysWere([])), left: false },
    ],
    'a key and a password that nobody uses': [
      keys([{ created: 400 }], USER, { created: 400 }),
      {
        ...isWrong('nobody has used AKIA0 of ann for 45 days', keysWere([{ created: 400 }]), switchesOff('AKIA0')),
        left: true,
      },
    ],
    gone: [
      { resourceId: USER, reads: { ReadUser: {}, ReadKeys: {}, ReadLastUse: { answers: [] } } },
      isRight('the user is gone', null),
    ],
    'a new user of the same name': [
      keys([{ created: 400 }], 'AIDANEWUSEROFTHESAMENAME'),
      refuses(`ann is AIDANEWUSEROFTHESAMENAME now, another user than ${USER}`),
    ],
    'more keys than AWS allows': [
      keys([{ created: 400 }, { created: 400 }, { created: 400 }]),
      refuses('ann has more access keys than can be judged at once'),
    ],
  },
});
