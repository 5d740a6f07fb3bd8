namespace Bastion.Ssh;
