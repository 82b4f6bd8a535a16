import { type Cases } from '../configuration-item';
import { each } from '../documents';
import { container, task } from '../resources';

const mounting = (SourcePath: string) =>
  task({
    Volumes: [
      { Name: 'tmp', Host: {} },
      { Name: 'v', Host: { SourcePath } },
    ],
  });
const adding = (...Add: readonly string[]) =>
  task({ ContainerDefinitions: [container(), container({ LinuxParameters: { Capabilities: { Add, Drop: [] } } })] });
const paths = (...all: readonly string[]) => Object.fromEntries(all.map((path) => [path, path]));
const names = paths;

const mounts = 'The task mounts the Docker socket or a system folder of its host';
const capability = 'A container adds a capability that amounts to root on the host';

export const cases: Cases = {
  passing: {
    'as most are': task(),
    'without a status in the item': task({ Status: undefined }),
    ...each('that mounts', paths('/data', '/mnt/data', '/opt/app', '/var/log/app', '/runner', '/etcetera'), mounting),
    'that mounts a file system': task({
      Volumes: [
        { Name: 'shared', EfsVolumeConfiguration: { FileSystemId: 'fs-0a1b2c3d', TransitEncryption: 'ENABLED' } },
      ],
    }),
    ...each('that adds', names('SYS_TIME', 'NET_BIND_SERVICE'), (name) => adding(name)),
    'with memory of its own': task({ IpcMode: 'task' }),
  },
  failing: {
    ...each(
      'that mounts',
      paths(
        '/',
        '/var/run/docker.sock',
        '/run/docker.sock',
        '/run/containerd/containerd.sock',
        '/var/run',
        '/var/lib/docker',
        '/var/lib/ecs/data',
        '/etc',
        '/etc/',
        '/proc',
        '/sys/fs/cgroup',
        '/root/.ssh',
        '/home/ec2-user',
        '/dev',
        '/boot',
      ),
      (path) => [mounting(path), mounts] as const,
    ),
    ...each(
      'that adds',
      names('ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'SYS_RAWIO', 'DAC_READ_SEARCH', 'BPF', 'NET_ADMIN'),
      (name) => [adding('SYS_TIME', name), capability] as const,
    ),
    'with the memory of its host, without a status in the item': [
      task({ IpcMode: 'host', Status: undefined }),
      'The task shares the memory of its host',
    ],
    'with the memory of its host': [task({ IpcMode: 'host' }), 'The task shares the memory of its host'],
  },
  skipping: {
    'that is out of use': task({
      Status: 'INACTIVE',
      IpcMode: 'host',
      Volumes: [{ Name: 'v', Host: { SourcePath: '/' } }],
    }),
  },
};
