package record

// setLock is F_OFD_SETLK, which the syscall package lacks: the lock belongs to the
// open file and not to the process, which would lose it with the first of several
// descriptors that it closes.
const setLock = 90
