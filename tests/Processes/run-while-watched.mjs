// Runs a command for as long as somebody holds the other end of standard input. The system closes it even when a test
// host is killed outright, so no server stays behind.
import { spawn } from 'node:child_process';

const CommandNotFound = 127;
const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

child.on('error', (fault) => {
  console.error(fault.message);
  process.exit(CommandNotFound);
});
child.on('exit', (code, signal) => process.exit(signal ? 1 : code));
process.stdin.on('close', () => child.kill('SIGKILL')).resume();
