// From the boot loader's 32 bits to main() in 64 bits with AVX-512 allowed.
// Sources: Multiboot Specification 0.6.96; Intel's Software Developer's Manual on IA-32e mode and XCR0.
.set MULTIBOOT_MAGIC, 0x1BADB002
.set MULTIBOOT_FLAGS, 3

.set PRESENT_WRITABLE, 0x3
.set LARGE_PAGE, 0x80
.set LARGE_PAGE_SHIFT, 21
.set LARGE_PAGES, 2048
.set DIRECTORIES, 4

.set CR4_PAE, 1 << 5
.set CR4_SSE, 3 << 9
.set CR4_OSXSAVE, 1 << 18
.set CR0_PROTECTION_AND_FPU, 1 << 0 | 1 << 1
.set CR0_EMULATION, 1 << 2
.set CR0_NUMERIC_ERRORS, 1 << 5
.set CR0_PAGING, 1 << 31
.set EFER, 0xC0000080
.set EFER_LONG_MODE, 1 << 8
// x87, SSE, AVX, masks, upper halves of 16 registers, 16 further registers.
.set XCR0_STATES, 0xE7

.section .multiboot, "a"
.align 4
.long MULTIBOOT_MAGIC, MULTIBOOT_FLAGS, -(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

.bss
.align 4096
page_map: .skip 4096
directory_pointers: .skip 4096
directories: .skip 4096 * DIRECTORIES
.align 64
// As large as a thread's on Linux: the kernels keep blocks on it.
.skip 8 << 20
stack_end:

.data
.align 8
descriptors: .quad 0, 0x00AF9A000000FFFF, 0x00CF92000000FFFF
descriptors_register:
  .word 23
  .quad descriptors

.text
.code32
.globl _start
_start:
  cli
  // The first 4 GiB stand where they are.
  movl $directory_pointers + PRESENT_WRITABLE, page_map
  movl $directories + PRESENT_WRITABLE, %eax
  xorl %ecx, %ecx
1:
  movl %eax, directory_pointers(, %ecx, 8)
  addl $4096, %eax
  incl %ecx
  cmpl $DIRECTORIES, %ecx
  jne 1b

  xorl %ecx, %ecx
2:
  movl %ecx, %eax
  shll $LARGE_PAGE_SHIFT, %eax
  orl $LARGE_PAGE | PRESENT_WRITABLE, %eax
  movl %eax, directories(, %ecx, 8)
  incl %ecx
  cmpl $LARGE_PAGES, %ecx
  jne 2b

  movl %cr4, %eax
  orl $CR4_PAE | CR4_SSE | CR4_OSXSAVE, %eax
  movl %eax, %cr4
  movl $page_map, %eax
  movl %eax, %cr3
  movl $EFER, %ecx
  rdmsr
  orl $EFER_LONG_MODE, %eax
  wrmsr
  movl %cr0, %eax
  andl $~CR0_EMULATION, %eax
  orl $CR0_PAGING | CR0_NUMERIC_ERRORS | CR0_PROTECTION_AND_FPU, %eax
  movl %eax, %cr0
  // Masks the exceptions of x87, which printing floats would raise.
  fninit
  lgdt descriptors_register
  ljmp $8, $in_64_bits

.code64
in_64_bits:
  movw $16, %ax
  movw %ax, %ds
  movw %ax, %es
  movw %ax, %ss
  xorl %ecx, %ecx
  xorl %edx, %edx
  movl $XCR0_STATES, %eax
  xsetbv
  movq $stack_end, %rsp
  call main
  hlt

// Where every exception of the processor leads.
.globl trap_entry
trap_entry:
  andq $-16, %rsp
  call trap

.section .note.GNU-stack, "", @progbits
